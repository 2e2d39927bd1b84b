internal import Console
package import Cutouts
package import Networks
package import Ranks
internal import Tensors

/// The codes of all cutouts of a set, batch after batch.
package enum EncodedCutouts {
  /// - Parameters:
  ///   - averaged: whether each code is the mean over the symmetries of the square.
  ///   - ranks: each works out a part of the batches; all get all codes.
  ///   - isShown: whether a bar tells how far it is.
  package static func codes(
    of dataset: StretchedCutouts, with network: Autoencoder, averaged: Bool,
    ranks: Ranks = .alone, isShown: Bool = true
  ) throws -> [Float] {
    let (count, size) = (dataset.count, 256)
    let batches = (count + size - 1) / size
    func rows(_ rank: Int) -> Range<Int> {
      let own = ranks.part(of: batches, rank)
      return own.lowerBound * size..<min(own.upperBound * size, count)
    }
    let own = rows(ranks.rank)
    let width = network.architecture.codeCount
    var codes = [Float](repeating: 0, count: count * width)
    var bar = isShown ? ProgressBar("encode", total: own.count, unit: "cutouts") : nil
    try dataset.forEachBatch(of: own, size: size) { first, batch in
      let made = averaged ? network.encodeAveraged(batch) : network.encode(batch)
      let start = (own.lowerBound + first) * width
      codes.replaceSubrange(start..<start + made.values.count, with: made.values)
      bar?.update(first + batch.shape[0])
    }
    bar?.finish()
    codes.withUnsafeMutableBufferPointer { codes in
      guard let start = codes.baseAddress else { return }
      ranks.share(start) { rank in
        let rows = rows(rank)
        return rows.lowerBound * width..<rows.upperBound * width
      }
    }
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
