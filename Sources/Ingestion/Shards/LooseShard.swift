internal import Files

/// A file of a field that has no number in the set yet, since how many files come before it is not known: several
/// processes each work on fields of their own.
struct LooseShard {
  /// The number of the field among the inputs, from 0, and of the file among the field's, from 1.
  let input, part: Int

  var name: String { "field-\(Self.digits(input))-\(Self.digits(part)).fits" }

  func path(in folder: String) -> String { "\(folder)/\(name)" }

  init(input: Int, part: Int) { (self.input, self.part) = (input, part) }

  /// Nil for other names.
  init?(fileName: String) {
    guard let match = fileName.wholeMatch(of: /field-([0-9]{5,9})-([0-9]{5,9})\.fits/),
      let input = Int(match.1), let part = Int(match.2)  // of digits
    else { return nil }
    self.init(input: input, part: part)
  }

  static func all(in folder: String) throws -> [LooseShard] {
    try Folder.names(in: folder).compactMap(LooseShard.init(fileName:))
  }

  private static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}
