/// The name of a file's format, as its header gives it, with the number of its kind.
///
/// Files of the second kind hold convolutions with phases, which earlier versions would read past.
struct FileFormat: CustomStringConvertible {
  private let kinds: [String]

  init(_ name: String) { kinds = ["\(name) 1", "\(name) 2"] }

  func name(for architecture: Architecture) -> String { kinds[architecture.hasPhases ? 1 : 0] }

  func knows(_ name: String?) -> Bool { name.map(kinds.contains) ?? false }

  var description: String { kinds.joined(separator: " or ") }
}
