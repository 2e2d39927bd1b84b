/// Where an output comes from; every file the program writes carries it.
public struct Provenance: Sendable, Codable, Equatable {
  /// The program's name and version, "galaxy-aep 0.1.0".
  public var program: String
  /// The command line that made the file, for people; nothing reads it back.
  public var command: String
  /// The subcommand: "cluster", "plot roc"; nil in files of versions before 0.2.
  public var step: String?
  /// The instruction set of the inner loops that computed it, "avx512": the same bits are promised for the same kernels only.
  /// Nil where nobody said, as in files of versions before 0.2.
  public var kernels: String?
  /// The seed every random choice came from; nil where nothing was random.
  public var seed: UInt64?
  /// The files and folders that went in.
  public var inputs: [Artifact]

  public init(
    program: String = Provenance.currentProgram, command: String, step: String? = nil,
    kernels: String? = nil, seed: UInt64? = nil, inputs: [Artifact] = []
  ) {
    self.program = program
    self.command = command
    self.step = step
    self.kernels = kernels
    self.seed = seed
    self.inputs = inputs
  }

  public static let version = "0.1.0"
  public static var currentProgram: String { "galaxy-aep \(version)" }

  /// Keyword and text pairs for formats that store provenance as text (FITS cards, PNG chunks).
  public var entries: [(keyword: String, text: String)] {
    var entries = [("Software", program), ("Command", command)]
    if let step { entries.append(("Step", step)) }
    if let kernels { entries.append(("Kernels", kernels)) }
    if let seed { entries.append(("Seed", String(seed))) }
    entries += inputs.map { ("Input", $0.path) }
    return entries.map { (keyword: $0.0, text: $0.1) }
  }
}
