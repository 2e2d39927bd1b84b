internal import ArgumentParser
internal import Tensors

/// Options of every command that works the machine hard.
struct WorkOptions: ParsableArguments {
  @Option(help: "Threads to use; the result does not depend on it. Default: all processors.")
  var threads: Int?

  var workers: Workers { threads.map(Workers.init(threads:)) ?? .all }

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads must be at least 1, not \(threads).")
    }
  }
}
