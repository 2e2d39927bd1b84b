package import Files
internal import Foundation

/// A run's `run.json`: its steps, with what they read and wrote, how long they took and with what.
///
/// The report, dry runs and what is done again read it; `pipeline.sh` and `log.txt` beside it are for
/// people.
package struct RunManifest: Codable, Equatable {
  package static let fileName = "run.json"

  package var name: String
  package private(set) var program = Provenance.currentProgram
  package private(set) var processor = RunManifest.processorName
  package private(set) var system = ProcessInfo.processInfo.operatingSystemVersionString
  /// In the order of the pipeline.
  package private(set) var steps: [StepRecord] = []

  package init(name: String) { self.name = name }

  /// The manifest in a run's folder; nil where there is none that can be read.
  package init?(in folder: String) {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(Self.fileName)"),
      let manifest = try? decoder.decode(Self.self, from: data)
    else { return nil }
    self = manifest
  }

  package func write(in folder: String) throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self), to: "\(folder)/\(Self.fileName)")
  }

  /// What is known of a step; nil where it never began, or another step had its number.
  package func record(_ number: Int, _ step: String) -> StepRecord? {
    steps.first { $0.number == number && $0.step == step }
  }

  /// Enters a step in the place of what had its number, and forgets steps beyond the last.
  package mutating func enter(_ record: StepRecord, of count: Int) {
    steps.removeAll { $0.number == record.number || $0.number > count }
    let place = steps.firstIndex { $0.number > record.number } ?? steps.endIndex
    steps.insert(record, at: place)
    (program, processor) = (Provenance.currentProgram, Self.processorName)
  }

  /// What a step wrote last of a kind, as a path from the run's folder.
  package func last(_ kind: Artifact.Kind) -> String? {
    steps.last { $0.state == .done && $0.writes.first(kind) != nil }?.writes.first(kind)
  }

  private static let processorName: String = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
  }()
}
