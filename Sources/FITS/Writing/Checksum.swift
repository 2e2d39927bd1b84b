internal import CFITSIO

extension MemoryWriter {
  /// Adds the two keywords before there are data, so that no room has to be made for them later.
  ///
  /// CFITSIO's own comments hold the time of day, and the same content must give the same bytes.
  func reserveChecksum() throws(FITSError) {
    try call { file, status in
      ffpkys(file, "CHECKSUM", "0000000000000000", "checksum of header and data", &status)
      ffpkys(file, "DATASUM", "0", "checksum of the data", &status)
    }
  }

  /// Fills the two keywords of the current unit in (FITS standard 4.0, appendix J).
  func writeChecksum() throws(FITSError) {
    try call { file, status in
      var dataSum: UInt = 0
      var unitSum: UInt = 0
      // Only a flushed unit has its END and the padding of its last blocks.
      ffflus(file, &status)
      ffgcks(file, &dataSum, &unitSum, &status)
      ffmkys(file, "DATASUM", String(dataSum), "&", &status)
      ffgcks(file, &dataSum, &unitSum, &status)
      var text = [CChar](repeating: 0, count: Int(FLEN_VALUE))
      ffesum(unitSum, 1, &text)
      ffmkys(file, "CHECKSUM", text, "&", &status)
    }
  }
}

/// Headers of what is written piece by piece, whose checksums are known at its end.
enum Checksum {
  /// Whole blocks; the checksums are empty where the sum of the data is not known yet.
  static func header(_ lines: [String], dataSum: UInt32?) -> [UInt8] {
    func bytes(_ checksum: String) -> [UInt8] {
      let sums = [
        Card("CHECKSUM", .string(checksum), comment: "checksum of header and data"),
        Card("DATASUM", .string("\(dataSum ?? 0)"), comment: "checksum of the data"),
      ]
      let text = Array((lines + sums.flatMap(\.lines)).joined().utf8) + Array("END".utf8)
      let end = UnitLayout.blocks(text.count)
      return text + [UInt8](repeating: UInt8(ascii: " "), count: end - text.count)
    }
    let empty = bytes(String(repeating: "0", count: 16))
    guard let dataSum else { return empty }
    let whole = empty.withUnsafeBytes { BigEndian.fold(BigEndian.sum($0) + UInt64(dataSum)) }
    var text = [CChar](repeating: 0, count: Int(FLEN_VALUE))
    ffesum(UInt(whole), 1, &text)
    return bytes(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
  }
}
