internal import Clusters
internal import Console
package import Cutouts
internal import Foundation
package import Sources
package import Tensors

/// What a source was seen under, which says nothing of what it is: sky, noise, seeing, place,
/// neighbours; and its brightness, which says a little.
package struct Circumstances {
  package let names: [String]
  /// `[circumstance][source]`.
  package let values: [[Double]]

  package init(of set: CutoutSet, seeing: Seeing, magnitudes: [Double]) {
    let band = set.bands.firstIndex(of: set.referenceBand) ?? 0
    let records = set.records
    let all: [(String, [Double])] = [
      ("sky", records.map { Double($0.sky[band]) }),
      ("noise", records.map { Double($0.noise[band]) }),
      ("seeing", records.indices.map { Double(seeing.widths(of: $0)[band]) }),
      ("magnitude", magnitudes),
      (
        "centroid offset",
        records.map { hypot(Double($0.offsets[2 * band]), Double($0.offsets[2 * band + 1])) }
      ),
      ("neighbours", Self.neighbours(of: records, within: Double(set.size) / 2)),
      ("missing pixels", records.map { Double($0.edgeFraction) }),
    ]
    (names, values) = (all.map(\.0), all.map(\.1))
  }

  /// How many other sources lie inside each cutout.
  private static func neighbours(of records: [CutoutRecord], within reach: Double) -> [Double] {
    let fields = Dictionary(grouping: records.indices, by: { records[$0].field })
    var counts = [Double](repeating: 0, count: records.count)
    for members in fields.values {
      let sorted = members.sorted { records[$0].x < records[$1].x }
      for (place, source) in sorted.enumerated() {
        for other in sorted[(place + 1)...] {
          guard records[other].x - records[source].x < reach else { break }
          guard abs(records[other].y - records[source].y) < reach else { continue }
          counts[source] += 1
          counts[other] += 1
        }
      }
    }
    return counts
  }

  /// How each unit of codes `[source, unit]` goes with each circumstance.
  package func correlations(with codes: Tensor) -> Correlations {
    let (count, width) = (codes.shape[0], codes.shape[1])
    let numbers = codes.values
    let units = (0..<width).map { unit in
      (0..<count).map { Double(numbers[$0 * width + unit]) }
    }
    return Correlations(
      names: names,
      values: units.map { unit in values.map { RankCorrelation.of(unit, $0) } })
  }
}

/// Rank correlations of code units with circumstances.
package struct Correlations {
  package let names: [String]
  /// `[unit][circumstance]`; nil where one of them never changes.
  package let values: [[Double?]]

  package var csv: String {
    values.enumerated().reduce("unit,\(names.map(CSVText.cell).joined(separator: ","))\n") {
      text, unit in
      let cells = unit.element.map { $0.map { String(format: "%.4f", $0) } ?? "" }
      return text + "\(unit.offset),\(cells.joined(separator: ","))\n"
    }
  }

  /// For each circumstance the unit that follows it most, and how many follow it at all.
  package var lines: [String] {
    let width = (names.map(\.count).max() ?? 0) + 2
    func row(_ cells: [String]) -> String {
      cells.enumerated().map { index, cell in
        let blank = String(repeating: " ", count: max(0, (index == 0 ? width : 14) - cell.count))
        return index == 0 ? cell + blank : blank + cell
      }.joined()
    }
    return [row(["rank correlation", "strongest", "unit", "units > 0.3", "mean size"])]
      + names.indices.map { column in
        let own = values.indices.compactMap { unit in
          values[unit][column].map { (unit: unit, size: abs($0), value: $0) }
        }
        guard let most = own.max(by: { $0.size < $1.size }) else {
          return row([names[column], "–", "–", "–", "–"])
        }
        let mean = own.reduce(0) { $0 + $1.size } / Double(own.count)
        return row([
          names[column], share(most.value), "\(most.unit)",
          "\(own.count { $0.size > 0.3 }) of \(values.count)", share(mean),
        ])
      }
  }
}
