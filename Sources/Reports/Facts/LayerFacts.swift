internal import Networks

/// The layers of a model with the shapes they make and the weights they have.
enum LayerFacts {
  /// For other programs.
  static func data(of metadata: ModelMetadata) -> [String: Datum] {
    let layers = metadata.architecture.table.map { row in
      Datum.object([
        "name": .text(row.name), "kind": .text(row.layer), "output": .wholes(row.shape),
        "weights": .whole(row.weights),
      ])
    }
    let parts = metadata.architecture.partWeights.map { ($0.name, Datum.whole($0.weights)) }
    return [
      "layers": .list(layers), "part_weights": .object(Dictionary(parts) { $1 }),
      "loss": .text(metadata.architecture.loss.rawValue),
    ]
  }

  /// For a person.
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
    return lines
  }
}
