import Foundation

/// The bytes of a FITS unit written card by card, so that tests can write what CFITSIO would not.
enum RawFITS {
  static func unit(_ cards: [String], data: [UInt8] = [], end: Bool = true) -> Data {
    var text = cards.map { $0.padding(toLength: 80, withPad: " ", startingAt: 0) }.joined()
    if end { text += "END".padding(toLength: 80, withPad: " ", startingAt: 0) }
    return padded(Array(text.utf8), with: 0x20) + padded(data, with: 0)
  }

  static func card(_ keyword: String, _ value: String) -> String {
    keyword.padding(toLength: 8, withPad: " ", startingAt: 0) + "= "
      + String(repeating: " ", count: max(0, 20 - value.count)) + value
  }

  /// A primary array of 16-bit integers.
  static func shorts(_ values: [Int16], extra: [String] = []) -> Data {
    unit(
      [
        card("SIMPLE", "T"), card("BITPIX", "16"), card("NAXIS", "1"),
        card("NAXIS1", "\(values.count)"),
      ] + extra, data: values.flatMap { bigEndian($0) })
  }

  static let emptyPrimary = unit([card("SIMPLE", "T"), card("BITPIX", "8"), card("NAXIS", "0")])

  static func table(rowBytes: Int, rows: Int, forms: [String], extra: [String] = [], data: [UInt8])
    -> Data
  {
    let fields = forms.enumerated().flatMap { index, form in
      ["TTYPE\(index + 1) = 'C\(index + 1)'", "TFORM\(index + 1) = '\(form)'"].map { text in
        let parts = text.split(separator: "=", maxSplits: 1)
        return card(
          parts[0].trimmingCharacters(in: .whitespaces),
          parts[1].trimmingCharacters(in: .whitespaces))
      }
    }
    return emptyPrimary
      + unit(
        [
          card("XTENSION", "'BINTABLE'"), card("BITPIX", "8"), card("NAXIS", "2"),
          card("NAXIS1", "\(rowBytes)"), card("NAXIS2", "\(rows)"), card("PCOUNT", "0"),
          card("GCOUNT", "1"), card("TFIELDS", "\(forms.count)"),
        ] + fields + extra, data: data)
  }

  static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  private static func padded(_ bytes: [UInt8], with filler: UInt8) -> Data {
    Data(bytes + Array(repeating: filler, count: (2880 - bytes.count % 2880) % 2880))
  }
}
