package io.murmuration.it.flow;

import io.murmuration.central.testing.contract.ApiContract;
import io.murmuration.central.testing.contract.CheckedHttp;
import io.murmuration.it.run.AnswerWatcher;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Holds every answer that a flow gets against the OpenAPI document. */
public final class ContractWatcher implements AnswerWatcher {
  @Override
  public void answered(HttpRequest request, HttpResponse<String> answer) {
    ApiContract.check(CheckedHttp.seen(request, answer));
  }
}
