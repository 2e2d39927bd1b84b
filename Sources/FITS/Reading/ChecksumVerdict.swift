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
    let data = BigEndian.fold(sum(dataOf: layout))
    if let dataSum, UInt32(dataSum) != data { return .wrong }
    guard hasCheckSum else { return .correct }
    // CHECKSUM is chosen so that the whole unit adds up to nothing, of which there are two.
    let whole = BigEndian.fold(sum(layout.headerRange) + UInt64(data))
    return whole == 0 || whole == .max ? .correct : .wrong
  }

  /// Where the file ends within the last block, what would fill it counts.
  private func sum(dataOf layout: UnitLayout) -> UInt64 {
    let range = layout.headerRange.upperBound..<layout.end
    guard range.upperBound > bytes.count else { return sum(range) }
    let whole =
      range
      .lowerBound..<(range.lowerBound + UnitLayout.blocks(bytes.count - range.lowerBound + 1)
      - UnitLayout.blockSize)
    let filler: UInt8 = layout.kind == .asciiTable ? 0x20 : 0
    var last = [UInt8](repeating: filler, count: UnitLayout.blockSize)
    last.replaceSubrange(0..<(bytes.count - whole.upperBound), with: bytes[whole.upperBound...])
    return sum(whole) &+ last.withUnsafeBytes { BigEndian.sum($0) }
  }

  private func sum(_ range: Range<Int>) -> UInt64 {
    let piece = 1 << 24
    return stride(from: range.lowerBound, to: range.upperBound, by: piece).reduce(0) { sum, start in
      let part = UnsafeRawBufferPointer(
        rebasing: bytes[start..<min(start + piece, range.upperBound)])
      defer { contents.release(part) }
      return sum &+ BigEndian.sum(part)
    }
  }
}
