package io.murmuration.it.run;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A child JVM with this JVM's class path and module flags. It is killed when this JVM ends; its
 * standard output is read line by line, its standard error goes to a file.
 */
public final class JavaProcess implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(20);
  private static final int LINES_KEPT = 10_000;

  private final String name;
  private final Process process;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_KEPT);
  private final Thread reader;
  private final Thread killer;

  private JavaProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    // A read of a pipe holds its carrier; with two cores the third process would never be heard.
    this.reader = Thread.ofPlatform().daemon().name(name + "-out").start(this::read);
    this.killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /** What to start. */
  public record Command(
      String name,
      String mainClass,
      List<String> jvm,
      List<String> arguments,
      Map<String, String> environment) {
    public Command {
      jvm = List.copyOf(jvm);
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  public static JavaProcess start(Command command, Path errors) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(line::add);
    line.addAll(command.jvm());
    line.add("-cp");
    line.add(classPath(command.mainClass()));
    line.add(command.mainClass());
    line.addAll(command.arguments());
    try {
      var builder =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
      builder.environment().putAll(command.environment());
      return new JavaProcess(command.name(), builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without directories if the class comes from a jar: the JVM's archives of classes want that. */
  private static String classPath(String mainClass) {
    var whole = System.getProperty("java.class.path");
    var file = mainClass.replace('.', '/') + ".class";
    var found = JavaProcess.class.getClassLoader().getResource(file);
    if (found == null || !found.getProtocol().equals("jar")) {
      return whole;
    }
    return Stream.of(whole.split(Pattern.quote(File.pathSeparator)))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void read() {
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (lines.remainingCapacity() == 0) {
          lines.poll(); // nobody asked for it
        }
        lines.add(line);
      }
    } catch (IOException e) {
      lines.offer("(output ended: " + e.getMessage() + ")");
    }
  }

  /** The next line of standard output that begins with {@code start}. */
  public String await(String start, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (true) {
        var line = lines.poll(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (line != null && line.startsWith(start)) {
          return line;
        }
        if (line == null && (!process.isAlive() || System.nanoTime() >= end)) {
          throw new IllegalStateException(
              name
                  + (process.isAlive() ? ": within " + limit.toSeconds() + " s" : " has ended:")
                  + " no line that begins with \""
                  + start
                  + "\"");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a line and returns the next JSON line of the answer. */
  public synchronized String ask(String command, Duration limit) {
    send(command);
    return await("{", limit);
  }

  public void send(String command) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}. Returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** {@code SIGSTOP} and {@code SIGCONT}: frozen, but its connections stay open. */
  public void freeze(boolean frozen) {
    try {
      int exit =
          new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException(name + ": kill ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end and waits; kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitEnd()) {
      kill();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // this JVM is ending: the hook has done its work
      reader.interrupt();
    }
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
