/// What TFORMn, TSCALn and TZEROn of a binary table say about a column.
struct ColumnFormat {
  /// Elements a row; characters for texts.
  var repeatCount: Int
  /// The letter of TFORM: L X B I J K A E D C M P Q; "?" for texts made of several.
  var code: Character
  /// TSCAL and TZERO.
  var scale, zero: Double
  /// The size of Int that holds the whole numbers of this column; nil where scaling breaks them.
  /// A TZERO of half the range is how the standard writes numbers of the other signedness.
  var wholeBits: Int?

  /// TSCAL is not 1 or TZERO not 0.
  var isScaled: Bool { scale != 1 || zero != 0 }

  /// Whether it holds numbers that are read; only those are scaled.
  var isNumeric: Bool { isUnderstood && code != "A" && code != "L" }

  /// Whether it holds whole numbers that are read; only those have a TNULL.
  var isWhole: Bool { isNumeric && code != "E" && code != "D" }

  /// TFORM without anything that could be understood in two ways; bytes for what is not read.
  var plainForm: String { isUnderstood ? "\(repeatCount)\(code)" : "\(byteCount ?? 0)B" }

  /// Whether `Column.Values` has a place for it.
  var isUnderstood: Bool {
    switch code {
    case "A": true
    case "L": repeatCount == 1
    case "B", "I", "J", "K", "E", "D": repeatCount > 0
    default: false
    }
  }

  /// Bytes a row; nil for letters that do not exist.
  var byteCount: Int? {
    let sizes: [Character: Int] = [
      "L": 1, "B": 1, "I": 2, "J": 4, "K": 8, "A": 1, "?": 1, "E": 4, "D": 8, "C": 8, "M": 16,
      "P": 8, "Q": 16,
    ]
    return code == "X" ? (repeatCount + 7) / 8 : sizes[code].map { $0 * repeatCount }
  }

  /// "12E", "A", "1PE(8)"; nil where it is malformed.
  init?(_ form: String, scale: Double, zero: Double) {
    let digits = form.prefix { ("0"..."9").contains($0) }
    guard let letter = form.dropFirst(digits.count).first, letter != "?", digits.count < 10,
      let count = digits.isEmpty ? 1 : Int(digits)
    else { return nil }
    repeatCount = count
    code = letter == "A" && form.count > digits.count + 1 ? "?" : letter
    (self.scale, self.zero) = (scale, zero)
    wholeBits =
      switch (letter, scale, zero) {
      case ("B", 1, 0), ("B", 1, -128), ("I", 1, 0): 16
      case ("I", 1, 32768), ("J", 1, 0): 32
      case ("J", 1, 2_147_483_648), ("K", 1, 0), ("K", 1, 0x1p63): 64
      default: nil
      }
  }
}
