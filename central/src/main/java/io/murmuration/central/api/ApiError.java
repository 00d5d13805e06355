package io.murmuration.central.api;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A "no" that the caller can understand. It is a value: an endpoint returns it as {@link
 * Answer#no}, or throws it as {@link RefusedException} where a transaction must roll back.
 */
public sealed interface ApiError {
  /** HTTP status. */
  int status();

  /** What was wrong and what to do, one or several lines; null where the contract has none. */
  @Nullable String detail();

  /** 400: something in the request is not as it must be. */
  record BadRequest(String detail) implements ApiError {
    @Override
    public int status() {
      return 400;
    }
  }

  /** 400: all mistakes of a document at once, one per line. */
  record Invalid(List<Problem> problems) implements ApiError {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("problems: none (expected: at least one)");
      }
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String detail() {
      return problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    }
  }

  /** 401: no token, or one that nobody vouches for. */
  record Unauthorized(String detail) implements ApiError {
    @Override
    public int status() {
      return 401;
    }
  }

  /** 403: the token is good, its roles or project are not enough. */
  record Forbidden() implements ApiError {
    @Override
    public int status() {
      return 403;
    }

    @Override
    public @Nullable String detail() {
      return null;
    }
  }

  /** 404: no such resource, or no such path (then without a detail). */
  record NotFound(@Nullable String detail) implements ApiError {
    @Override
    public int status() {
      return 404;
    }
  }

  /** 405: the resource exists, the method does not. */
  record MethodNotAllowed(Set<HttpMethod> allowed) implements ApiError {
    public MethodNotAllowed {
      allowed = Set.copyOf(allowed);
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String detail() {
      return "Allowed here: "
          + allowed.stream().sorted().map(HttpMethod::name).collect(Collectors.joining(", "));
    }
  }

  /** 408: the body did not arrive in time. */
  record TooSlow(String detail) implements ApiError {
    @Override
    public int status() {
      return 408;
    }
  }

  /** 409: it collides with something that exists or is under way. */
  record Conflict(String detail) implements ApiError {
    @Override
    public int status() {
      return 409;
    }
  }

  /** 410: it was there and will not come back. */
  record Gone(String detail) implements ApiError {
    @Override
    public int status() {
      return 410;
    }
  }

  /** 413: more bytes than a request may have. */
  record TooLarge(String detail) implements ApiError {
    @Override
    public int status() {
      return 413;
    }
  }

  /** 422: well formed, but the state of things does not allow it. */
  record Unprocessable(String detail) implements ApiError {
    @Override
    public int status() {
      return 422;
    }
  }

  /** 500: an answer that the contract wants for a failure behind the hub; bugs throw instead. */
  record Failed(String detail) implements ApiError {
    @Override
    public int status() {
      return 500;
    }
  }

  /** 503: not now; the detail says why and whether trying again helps. */
  record Unavailable(String detail) implements ApiError {
    @Override
    public int status() {
      return 503;
    }
  }
}
