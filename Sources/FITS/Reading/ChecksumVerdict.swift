/// What DATASUM and CHECKSUM of a unit say about its bytes.
public enum ChecksumVerdict: Sendable, Equatable {
  case absent
  case correct
  case wrong
}

extension FITSFile {
  /// Whether the bytes of a unit are those that were written (FITS standard 4.0, appendix J).
  public func checksumVerdict(of unit: Int) -> ChecksumVerdict {
    guard units.indices.contains(unit) else { return .absent }
    let layout = units[unit]
    let dataSum = layout.header.string("DATASUM")
    let hasCheckSum = layout.header.string("CHECKSUM") != nil
    guard dataSum != nil || hasCheckSum else { return .absent }
    let data = onesComplementSum(layout.headerRange.upperBound..<layout.end)
    if let dataSum, UInt32(dataSum) != data { return .wrong }
    guard hasCheckSum else { return .correct }
    // CHECKSUM is chosen so that the whole unit adds up to nothing, of which there are two.
    let whole = Self.fold(UInt64(onesComplementSum(layout.headerRange)) + UInt64(data))
    return whole == 0 || whole == .max ? .correct : .wrong
  }

  /// The sum of the big-endian 32-bit words of whole blocks, carries added at the other end.
  private func onesComplementSum(_ range: Range<Int>) -> UInt32 {
    var sum: UInt64 = 0
    for offset in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      sum &+= UInt64(UInt32(bigEndian: word))
    }
    return Self.fold(sum)
  }

  private static func fold(_ sum: UInt64) -> UInt32 {
    let once = (sum >> 32) + (sum & 0xffff_ffff)
    return UInt32(truncatingIfNeeded: (once >> 32) + (once & 0xffff_ffff))
  }
}
