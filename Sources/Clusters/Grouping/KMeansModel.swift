internal import Foundation
public import Tensors

extension KMeans {
  /// Centres found by k-means and the sources they were found from.
  public struct Model: Sendable {
    /// `[cluster, feature]`.
    public let centres: Tensor
    /// The cluster of every source of the fit.
    public let assignments: [Int]
    /// How many sources of the fit each cluster holds.
    public let counts: [Int]
    /// The sum of squared distances from the sources to their centres.
    public let inertia: Double
    public let iterations: Int
    /// Whether the centres stood still before the limit on iterations.
    public let converged: Bool
    /// The usual gap between the squared distances to the second and to the first centre: the
    /// median over the sources of the fit. Memberships blur over this scale.
    public let temperature: Double

    private let origin: [Float]

    init(_ result: LloydResult, _ rows: Rows) {
      let (count, width) = (result.centres.count, rows.width)
      centres = Tensor(uninitialized: [count, width]) { out in
        for centre in 0..<count {
          for column in 0..<width {
            out[centre * width + column] =
              result.centres.values[centre * rows.stride + column] + rows.origin[column]
          }
        }
      }
      assignments = result.assignments.map { Int($0) }
      counts = assignments.reduce(into: [Int](repeating: 0, count: count)) { $0[$1] += 1 }
      (inertia, iterations) = (result.inertia, result.iterations)
      (converged, origin) = (result.converged, rows.origin)
      temperature = count > 1 ? Double(Quickselect.median(of: result.margins)) + 1e-6 : 1
    }

    /// Squared Euclidean distances `[source, cluster]` from codes to the centres.
    public func squaredDistances(
      _ x: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> Tensor {
      try x.requireRows(to: "measure distances to the clusters", width: centres.shape[1])
      let rows = Rows(x, around: origin, workers: workers)
      return Model.squaredDistances(rows, centred, workers)
    }

    /// Euclidean distances `[source, cluster]` from codes to the centres.
    public func distances(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> Tensor {
      var result = try squaredDistances(x, workers: workers)
      result.withUnsafeMutableValues { values in
        for i in values.indices { values[i] = values[i].squareRoot() }
      }
      return result
    }

    /// The nearest cluster of every code.
    public func assign(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> [Int] {
      try x.requireRows(to: "assign the codes to clusters", width: centres.shape[1])
      let rows = Rows(x, around: origin, workers: workers)
      var assignment = Assignment(rows.count)
      _ = assignment.assign(rows, centred, workers)
      return assignment.nearest.map { Int($0) }
    }

    /// How much every code belongs to every cluster, `[source, cluster]`, rows summing to one:
    /// exp(−(d² − d²min) / 2T), with the fit's own temperature T unless another is given.
    public func memberships(
      _ x: Tensor, temperature given: Double? = nil, workers: Workers = .all
    ) throws(ClustersError) -> Tensor {
      var result = try squaredDistances(x, workers: workers)
      let (clusters, pieces) = (centres.shape[0], Pieces(of: x.shape[0]))
      let scale = Float(-1 / (2 * max(given ?? temperature, 1e-12)))
      result.withUnsafeMutableValues { values in
        guard let values = Shared(values) else { return }
        workers.forEach(pieces.count) { piece in
          for source in pieces[piece] {
            let row = UnsafeMutableBufferPointer(
              start: values.pointer + source * clusters, count: clusters)
            let least = row.reduce(.infinity) { $1 < $0 ? $1 : $0 }
            var sum: Float = 0
            for cluster in row.indices {
              let weight = exp((row[cluster] - least) * scale)
              row[cluster] = weight
              sum += weight
            }
            for cluster in row.indices { row[cluster] /= sum }
          }
        }
      }
      return result
    }

    /// The centres as the distance kernels want them.
    private var centred: Centres {
      Centres(centres, around: origin, stride: (centres.shape[1] + 7) / 8 * 8)
    }

    private static func squaredDistances(
      _ rows: Rows, _ centres: Centres, _ workers: Workers
    ) -> Tensor {
      let pieces = Pieces(of: rows.count)
      return Tensor(uninitialized: [rows.count, centres.count]) { out in
        guard let out = Shared(out) else { return }
        workers.forEach(pieces.count) { piece in
          for block in pieces[piece].blocks(of: 512) {
            squaredDistances(
              rows, centres, block, into: out.pointer + block.lowerBound * centres.count)
          }
        }
      }
    }

    /// Squared distances `[row, centre]` of a range of rows.
    private static func squaredDistances(
      _ rows: Rows, _ centres: Centres, _ range: Range<Int>,
      into out: UnsafeMutablePointer<Float>
    ) {
      rows.values.withUnsafeBufferPointer { values in
        centres.values.withUnsafeBufferPointer { centreValues in
          guard let values = values.baseAddress, let centreValues = centreValues.baseAddress
          else { return }
          RowProducts.timesTransposed(
            values + range.lowerBound * rows.stride, stride: rows.stride, rows: range.count,
            centreValues, stride: centres.stride, columns: centres.count, depth: rows.width,
            scale: -2, into: out, stride: centres.count)
        }
      }
      for row in range {
        let line = out + (row - range.lowerBound) * centres.count
        let norm = rows.norms[row]
        for centre in 0..<centres.count {
          let value = line[centre] + norm + centres.norms[centre]
          line[centre] = value > 0 ? value : 0
        }
      }
    }
  }
}
