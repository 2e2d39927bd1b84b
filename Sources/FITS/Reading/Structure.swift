internal import Files

/// The frame of a FITS file, checked before CFITSIO sees a byte of it: every header ends, every
/// size is legal and lies within the file.
struct Structure {
  private let path: String
  private let bytes: UnsafeRawBufferPointer
  /// Whether more bytes may follow.
  private var isBeginning = false
  private var remarks: [FileRemark] = []

  static let mostAxes = 9
  static let mostColumns = 999
  static let mostUnits = 10_000
  static let mostHeaderBlocks = 2_000
  /// Bytes of zeros or blanks that may follow the last unit: tapes come in blocks of 28,800.
  static let mostPadding = 1 << 20

  /// The layouts of all units of the file at `path`, whose content is `bytes`.
  static func units(
    of path: String, _ bytes: UnsafeRawBufferPointer
  ) throws(FITSError) -> (units: [UnitLayout], remarks: [FileRemark]) {
    var structure = Structure(path: path, bytes: bytes)
    let units = try structure.units()
    return (units, structure.remarks)
  }

  private init(path: String, bytes: UnsafeRawBufferPointer, isBeginning: Bool = false) {
    (self.path, self.bytes, self.isBeginning) = (path, bytes, isBeginning)
  }

  /// Throws where the beginning of a file at `path` shows that the whole is not FITS either.
  static func check(
    beginning: UnsafeRawBufferPointer, of path: String
  ) throws(FITSError) {
    var structure = Structure(path: path, bytes: beginning, isBeginning: true)
    _ = try structure.units()
  }

  private mutating func units() throws(FITSError) -> [UnitLayout] {
    guard !bytes.isEmpty else { throw error("the file is empty") }
    guard bytes.starts(with: Array("SIMPLE  =".utf8)) else {
      throw error("it is not a FITS file (it does not begin with SIMPLE)")
    }
    var units: [UnitLayout] = []
    var position = 0
    // Headers are looked into only where some of their bytes are there to be told from padding.
    while position < bytes.count - (isBeginning ? UnitLayout.blockSize : 0) {
      if !units.isEmpty, !bytes[position...].starts(with: Array("XTENSION".utf8)) {
        try checkPadding(from: position, after: units.count - 1)
        break
      }
      guard units.count < Self.mostUnits else {
        throw error("it has more than \(Self.mostUnits) units")
      }
      guard let unit = try unit(units.count, at: position) else { break }
      units.append(unit)
      position = unit.end
    }
    return units
  }

  /// What follows the last unit is padding, line ends, or less than a block of anything.
  private mutating func checkPadding(from start: Int, after unit: Int) throws(FITSError) {
    let rest = bytes[start...]
    guard !Array("XTENSION".utf8).starts(with: rest) else { throw truncated(within: unit + 1) }
    let isBlank = rest.allSatisfy { $0 == 0 || $0 == 0x20 }
    guard
      rest.count < UnitLayout.blockSize
        || rest.count <= Self.mostPadding && rest.allSatisfy(Self.isFiller)
    else { throw error("what follows its unit \(unit) is not FITS") }
    guard !isBlank || !rest.count.isMultiple(of: UnitLayout.blockSize) else { return }
    remark("what follows its unit \(unit) is not FITS (bytes: \(rest.count))")
  }

  /// Zeros, blanks and line ends.
  private static func isFiller(_ byte: UInt8) -> Bool {
    byte == 0 || byte == 0x20 || byte == 0x0a || byte == 0x0d
  }

  private mutating func remark(_ text: String) {
    remarks.append(FileRemark(path: path, text))
  }

  /// The unit that begins at `start`; nil if its header ends after the beginning of a file.
  private mutating func unit(_ index: Int, at start: Int) throws(FITSError) -> UnitLayout? {
    guard let (header, end) = try header(of: index, at: start) else { return nil }
    let bits = try number("BITPIX", in: header, of: index, at: 1)
    guard [8, 16, 32, 64, -32, -64].contains(bits) else {
      throw error("BITPIX of unit \(index) is \(bits)")
    }
    let axisCount = try number("NAXIS", in: header, of: index, at: 2)
    guard (0...Self.mostAxes).contains(axisCount) else {
      throw error("NAXIS of unit \(index) is \(axisCount), not 0 to \(Self.mostAxes)")
    }
    var shape: [Int] = []
    for axis in 0..<axisCount {
      let length = try number("NAXIS\(axis + 1)", in: header, of: index, at: 3 + axis)
      guard length >= 0 else {
        throw error("NAXIS\(axis + 1) of unit \(index) is \(length)")
      }
      shape.insert(length, at: 0)
    }
    var seen: Set<String> = []
    for card in header.cards where card.isStructural && !seen.insert(card.keyword).inserted {
      throw error("unit \(index) has more than one \(card.keyword)")
    }
    if header.bool("GROUPS") == true && shape.last == 0 {
      throw error("unit \(index) holds random groups, which are not understood")
    }
    let kind = try kind(of: index, header, shape, bits)
    let count = try size(of: index, header, shape, bits)
    let available = bytes.count - end
    guard count <= available || isBeginning else {
      throw error(
        "it is truncated: unit \(index) has \(available) bytes of \(count); fetch it again")
    }
    let unit = UnitLayout(
      kind: kind, header: header, headerRange: start..<end, dataRange: end..<(end + count),
      shape: shape, bitsPerPixel: bits)
    if unit.end > bytes.count, !isBeginning {
      // No data are missing.
      remark(
        "the last block of unit \(index) has \(UnitLayout.blockSize - unit.end + bytes.count) bytes "
          + "of \(UnitLayout.blockSize)")
    }
    guard
      unit.dataRange.upperBound == unit.end
        || !bytes[min(unit.dataRange.upperBound, bytes.count)...].starts(
          with: Array("XTENSION".utf8))
    else { throw error("unit \(index) does not fill its last block, and another follows") }
    return unit
  }

  private func kind(
    of index: Int, _ header: Header, _ shape: [Int], _ bits: Int
  ) throws(FITSError) -> UnitLayout.Kind {
    guard index > 0 else { return .image }
    switch header.string("XTENSION") {
    case "IMAGE", "IUEIMAGE": return .image
    case "TABLE": return .asciiTable
    case "BINTABLE", "A3DTABLE", "3DTABLE":
      guard bits == 8, shape.count == 2 else {
        throw error("unit \(index) is a table, but not of two axes of bytes")
      }
      // Where these are not in order, CFITSIO goes on with a number of columns it has never read.
      _ = try number("PCOUNT", in: header, of: index, at: 5)
      _ = try number("GCOUNT", in: header, of: index, at: 6)
      let columns = try number("TFIELDS", in: header, of: index, at: 7)
      guard (0...Self.mostColumns).contains(columns) else {
        throw error("TFIELDS of unit \(index) is \(columns), not 0 to \(Self.mostColumns)")
      }
      // CFITSIO takes anything that begins with a T for true, so only a plain F makes a table.
      let flag = header.cards.first { $0.keyword == "ZIMAGE" }?.value ?? .bool(false)
      return flag == .bool(false) ? .table : .compressedImage
    case let type?: return .other(type)
    case nil: throw error("XTENSION of unit \(index) is not text")
    }
  }

  /// Bytes of data: |BITPIX|/8 × GCOUNT × (PCOUNT + NAXIS1 × NAXIS2 × …).
  private func size(
    of index: Int, _ header: Header, _ shape: [Int], _ bits: Int
  ) throws(FITSError) -> Int {
    let parameters = header.value("PCOUNT") == nil ? 0 : header.int("PCOUNT") ?? -1
    let groups = header.value("GCOUNT") == nil ? 1 : header.int("GCOUNT") ?? -1
    guard parameters >= 0 else { throw error("PCOUNT of unit \(index) is not a size") }
    guard groups == 1 else { throw error("GCOUNT of unit \(index) is not 1") }
    guard !shape.isEmpty else { return 0 }
    var count = 1
    var overflow = false
    for length in shape {
      let product = count.multipliedReportingOverflow(by: length)
      overflow = overflow || product.overflow
      count = product.partialValue
    }
    let sum = count.addingReportingOverflow(parameters)
    let size = sum.partialValue.multipliedReportingOverflow(by: abs(bits) / 8)
    guard !overflow, !sum.overflow, !size.overflow, size.partialValue < 1 << 60 else {
      throw error("the axes of unit \(index) make a size beyond all bounds")
    }
    return size.partialValue
  }

  /// The cards from `start` to END, and the first byte after the header's last block; nil if the
  /// header ends after the beginning of a file.
  private mutating func header(
    of index: Int, at start: Int
  ) throws(FITSError) -> (Header, end: Int)? {
    var header = HeaderParsing()
    var position = start
    let most = min(bytes.count, start + Self.mostHeaderBlocks * UnitLayout.blockSize)
    while position + 80 <= most {
      let record = UnsafeRawBufferPointer(rebasing: bytes[position..<(position + 80)])
      position += 80
      if record.starts(with: Array("END".utf8)), record[3...].allSatisfy(Self.isFiller) {
        let end = start + UnitLayout.blocks(position - start)
        guard end <= bytes.count else { break }
        if !bytes[(position - 77)..<end].allSatisfy({ $0 == 0x20 }) {
          try requireNoSums(of: index, behind: position, before: end)
          remark("the header of unit \(index) has other bytes than blanks after its END")
        }
        return (header.header(), end)
      }
      header.append(record)
    }
    guard most == bytes.count else {
      throw error("the header of unit \(index) has more than \(Self.mostHeaderBlocks) blocks")
    }
    if isBeginning { return nil }
    throw truncated(within: index)
  }

  /// Refuses a header whose checksums lie behind its END: a card in its middle became one, and nothing would be checked.
  private func requireNoSums(of unit: Int, behind start: Int, before end: Int) throws(FITSError) {
    for position in stride(from: start, to: end - 79, by: 80) {
      let record = bytes[position..<(position + 80)]
      guard
        record.starts(with: Array("CHECKSUM= ".utf8))
          || record.starts(with: Array("DATASUM = ".utf8))
      else { continue }
      throw error(
        "the header of unit \(unit) has an END before its checksums: it is damaged; fetch it or make it again"
      )
    }
  }

  private func truncated(within unit: Int) -> FITSError {
    error("it is truncated: it ends within the header of unit \(unit); fetch it again")
  }

  /// A whole number at the place in the header where the standard wants it.
  private func number(
    _ keyword: String, in header: Header, of unit: Int, at place: Int
  ) throws(FITSError) -> Int {
    guard place < header.cards.count, header.cards[place].keyword == keyword,
      case .int(let number) = header.cards[place].value
    else {
      throw error("card \(place + 1) of the header of unit \(unit) is not a \(keyword)")
    }
    return number
  }

  private func error(_ reason: String) -> FITSError {
    FITSError("cannot read \(path): \(reason)")
  }
}
