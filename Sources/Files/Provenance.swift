/// Where an output comes from; every file the program writes carries it.
public struct Provenance: Sendable, Codable, Equatable {
  /// The program's name and version, "galaxy-aep 0.1.0".
  public var program: String
  /// The command line that made the file.
  public var command: String
  /// The seed every random choice came from; nil where nothing was random.
  public var seed: UInt64?
  /// The files and folders that went in.
  public var inputs: [String]

  public init(
    program: String = Provenance.currentProgram, command: String, seed: UInt64? = nil,
    inputs: [String] = []
  ) {
    self.program = program
    self.command = command
    self.seed = seed
    self.inputs = inputs
  }

  public static let version = "0.1.0"
  public static var currentProgram: String { "galaxy-aep \(version)" }

  /// Keyword and text pairs for formats that store provenance as text (FITS cards, PNG chunks).
  public var entries: [(keyword: String, text: String)] {
    var entries = [("Software", program), ("Command", command)]
    if let seed { entries.append(("Seed", String(seed))) }
    entries += inputs.map { ("Input", $0) }
    return entries.map { (keyword: $0.0, text: $0.1) }
  }
}
