internal import Clusters
internal import Console
internal import Foundation
internal import Tensors

/// Maps of several makers judged by the same fields, with intervals over fields.
package struct MapTable: Codable, Sendable {
  package struct Value: Codable, Sendable, Equatable {
    package var value: Double
    /// 95 % of resamples of the fields lie between; absent where there is one field.
    package var low, high: Double?
    /// Less than the first maker's by so much, on the same fields and resamples.
    package var difference, differenceLow, differenceHigh: Double?
  }

  package struct Row: Codable, Sendable {
    package var name: String
    package var values: [String: Value]
  }

  package var fields: [String]
  package var rows: [Row]
  package var provenance: [String: String] = [:]

  /// What is judged, in the order of the table.
  package static var measures: [(name: String, value: (MapCounts) -> Double?)] {
    let pixels: [(name: String, value: (MapCounts) -> Double?)] = [
      ("mean IoU", { $0.meanOverlap }), ("IoU star", { $0.overlap("star") }),
      ("IoU galaxy", { $0.overlap("galaxy") }),
    ]
    let parts = MapCounts.Part.allCases.map { part in
      (name: "PQ \(part.rawValue)", value: { (counts: MapCounts) in counts.quality(part) })
    }
    return pixels + parts + [("artefact recall", { $0.artefactRecall })]
  }

  /// - Parameters:
  ///   - counts: `[maker][field]`, the fields of all makers in the same order.
  package init(
    makers: [String], fields: [String], counts: [[MapCounts]], resamples: Int, seed: UInt64
  ) {
    self.fields = fields
    let draws = (0..<(fields.count > 1 ? resamples : 0)).map { draw in
      var random = RandomNumbers.stream(UInt64(draw), seed: seed)
      return fields.map { _ in random.integer(below: fields.count) }
    }
    func sums(_ own: [MapCounts]) -> [MapCounts] {
      draws.map { draw in draw.reduce(into: MapCounts()) { $0 += own[$1] } }
    }
    let first = counts.first.map(sums) ?? []
    rows = zip(makers, counts).map { maker, own in
      let whole = own.reduce(into: MapCounts()) { $0 += $1 }
      let base = counts[0].reduce(into: MapCounts()) { $0 += $1 }
      let drawn = sums(own)
      var values: [String: Value] = [:]
      for (name, measure) in Self.measures {
        guard let value = measure(whole) else { continue }
        var entry = Value(value: value)
        (entry.low, entry.high) = Self.interval(drawn.compactMap(measure))
        if maker != makers[0], let other = measure(base) {
          entry.difference = value - other
          let differences = zip(drawn, first).compactMap { pair -> Double? in
            guard let own = measure(pair.0), let other = measure(pair.1) else { return nil }
            return own - other
          }
          (entry.differenceLow, entry.differenceHigh) = Self.interval(differences)
        }
        values[name] = entry
      }
      return Row(name: maker, values: values)
    }
  }

  private static func interval(_ values: [Double]) -> (Double?, Double?) {
    guard values.count > 1 else { return (nil, nil) }
    let sorted = values.sorted()
    return (
      OrderStatistics.quantile(0.025, of: sorted), OrderStatistics.quantile(0.975, of: sorted)
    )
  }

  /// For a person: a line a maker.
  package var lines: [String] {
    let names = Self.measures.map(\.name).filter { name in rows.contains { $0.values[name] != nil }
    }
    let width = max(5, rows.map(\.name.count).max() ?? 0)
    func pad(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let head =
      "maps".padding(toLength: width, withPad: " ", startingAt: 0)
      + names.map { "  " + pad($0, 17) }.joined()
    return ["fields   \(fields.count)", "", head]
      + rows.map { row in
        row.name.padding(toLength: width, withPad: " ", startingAt: 0)
          + names.map { name -> String in
            guard let own = row.values[name] else { return "  " + pad("–", 17) }
            var text = String(format: "%.3f", own.value)
            if let low = own.low, let high = own.high {
              text += String(format: " %.3f–%.3f", low, high)
            }
            return "  " + pad(text, 17)
          }.joined()
      }
  }
}
