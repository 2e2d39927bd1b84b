internal import Files
internal import Foundation

/// The jobs that a run was submitted as, in a file of its folder.
package struct SlurmJobs: Codable, Equatable {
  package struct Job: Codable, Equatable {
    /// Of the step, from 1.
    package let number: Int
    package let step: String
    /// The job's own number.
    package let id: String
  }

  /// In the order of the steps.
  package private(set) var jobs: [Job] = []

  /// Relative to the run's folder: scripts, logs and the list of jobs.
  package static let folder = "slurm"
  private static let path = "\(folder)/jobs.json"

  package init() {}

  /// Nil where the run was never submitted.
  package init?(in runFolder: String) {
    guard let data = FileManager.default.contents(atPath: "\(runFolder)/\(Self.path)"),
      let known = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = known
  }

  package func id(of number: Int, _ step: String) -> String? {
    jobs.last { $0.number == number && $0.step == step }?.id
  }

  /// Enters a step's job in place of what it had.
  package mutating func enter(_ number: Int, _ step: String, id: String) {
    jobs.removeAll { $0.number == number }
    let place = jobs.firstIndex { $0.number > number } ?? jobs.endIndex
    jobs.insert(Job(number: number, step: step, id: id), at: place)
  }

  package func write(in runFolder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(try encoder.encode(self), to: "\(runFolder)/\(Self.path)")
  }
}
