internal import Console
package import Cutouts
package import Networks
internal import Tensors

/// The codes of all cutouts of a set, batch after batch.
package enum EncodedCutouts {
  /// - Parameter averaged: whether each code is the mean over the symmetries of the square.
  package static func codes(
    of dataset: StretchedCutouts, with network: Autoencoder, averaged: Bool
  ) throws -> [Float] {
    var codes: [Float] = []
    var bar = ProgressBar("encode", total: dataset.count, unit: "cutouts")
    try dataset.forEachBatch { first, batch in
      codes += (averaged ? network.encodeAveraged(batch) : network.encode(batch)).values
      bar.update(first + batch.shape[0])
    }
    bar.finish()
    return codes
  }

  /// Brings each code `[source, unit]` to length 1; one of nothing but zeros stays.
  package static func shorten(_ codes: inout [Float], units: Int) {
    for start in stride(from: 0, to: codes.count, by: units) {
      let length = codes[start..<start + units].reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { continue }
      for index in start..<start + units { codes[index] /= length }
    }
  }
}
