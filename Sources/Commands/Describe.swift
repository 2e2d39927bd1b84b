internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Networks
internal import Reports

/// `galaxy-aep describe model MODEL`: the layers of a network.
struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what is in a file.",
    subcommands: [DescribeModel.self, DescribeCodes.self])
}

/// Layers with the shapes they make and the weights they have.
struct DescribeModel: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "The layers of a model, their shapes and weights.",
    discussion: "Example: galaxy-aep describe model model.safetensors")

  @Argument(help: "A model file.", completion: .file())
  var model: String

  @Flag(help: "Print JSON instead: numbers as numbers.")
  var json = false

  var reads: [Artifact] { [Artifact(.model, model)] }
  var writes: [Artifact] { [] }

  func run() throws {
    let metadata = try ModelFile.metadata(of: model)
    if json { return Terminal.shared.answer(try Self.json(of: metadata)) }
    for line in Self.lines(of: metadata) { Terminal.shared.say(line) }
  }

  private static func json(of metadata: ModelMetadata) throws -> String {
    let layers = metadata.architecture.table.map { row in
      Datum.object([
        "name": .text(row.name), "kind": .text(row.layer), "output": .wholes(row.shape),
        "weights": .whole(row.weights),
      ])
    }
    let parts = metadata.architecture.partWeights.map { ($0.name, Datum.whole($0.weights)) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = Datum.object([
      "layers": .list(layers), "weights": .object(Dictionary(parts) { $1 }),
      "loss": .text(metadata.architecture.loss.rawValue),
      "fingerprint": .text(metadata.fingerprint), "epochs": .whole(metadata.epochs),
      "validation_loss": metadata.validationLoss.map(Datum.number) ?? .number(.nan),
    ])
    return String(decoding: try encoder.encode(data), as: UTF8.self)
  }

  static func lines(of metadata: ModelMetadata) -> [String] {
    let table = metadata.architecture.table
    let names = table.map(\.name), layers = table.map(\.layer)
    let shapes = table.map { $0.shape.map(String.init).joined(separator: "×") }
    let counts = table.map { "\($0.weights)" }
    func width(_ texts: [String], _ title: String) -> Int {
      (texts + [title]).map(\.count).max() ?? 0
    }
    let columns = [
      width(names, "layer"), width(layers, "kind"), width(shapes, "output"),
      width(counts, "weights"),
    ]
    func line(_ cells: [String]) -> String {
      zip(cells, columns).enumerated().map { index, cell in
        let blank = String(repeating: " ", count: cell.1 - cell.0.count)
        return index < 2 ? cell.0 + blank : blank + cell.0
      }.joined(separator: "  ")
    }
    var lines = [line(["layer", "kind", "output", "weights"])]
    for row in table.indices {
      lines.append(line([names[row], layers[row], shapes[row], counts[row]]))
    }
    lines.append("")
    for part in metadata.architecture.partWeights {
      lines.append("\(part.name): \(part.weights) weights")
    }
    lines.append("loss: \(metadata.architecture.loss.rawValue)")
    lines.append("model: \(metadata.fingerprint), \(metadata.epochs) epochs")
    return lines
  }
}
