internal import ArgumentParser
internal import Tensors

/// Options of every command that works the machine hard.
struct WorkOptions: ParsableArguments {
  @Option(
    "Threads to use; the result does not depend on it. Default: all processors.",
    in: 1...1024)
  var threads: Int?

  var workers: Workers { threads.map(Workers.init(threads:)) ?? .all }
}
