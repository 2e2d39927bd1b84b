public import Files

extension Header {
  /// Where the file comes from, as `set(_: Provenance)` stored it; nil where it is not told.
  public var provenance: Provenance? {
    guard let program = string("CREATOR"), let command = string("COMMAND") else { return nil }
    let seed =
      switch value("SEED") {
      case .int(let number): UInt64(exactly: number)
      case .raw(let digits): UInt64(digits)
      default: nil as UInt64?
      }
    // A count that somebody else wrote may be anything.
    let inputs = (0..<min(max(int("INPUTS") ?? 0, 0), Self.mostInputs))
      .compactMap { index in
        string("INPUT\(index + 1)").map { path in
          let kind = string("KIND\(index + 1)").flatMap(Artifact.Kind.init) ?? .file
          return Artifact(kind, path)
        }
      }
    return Provenance(
      program: program, command: command, step: string("STEP"), kernels: string("KERNELS"),
      seed: seed, inputs: inputs)
  }

  /// Stores where the file comes from: CREATOR, COMMAND, STEP, KERNELS, SEED, INPUTS (how many), INPUT1…999 and
  /// KIND1…999, what each is.
  public mutating func set(_ provenance: Provenance) {
    set("CREATOR", .string(provenance.program), comment: "program that wrote this file")
    set("COMMAND", .string(provenance.command))
    if let step = provenance.step { set("STEP", .string(step), comment: "the subcommand") }
    if let kernels = provenance.kernels {
      set("KERNELS", .string(kernels), comment: "its inner loops: others round elsewhere")
    }
    if let seed = provenance.seed {
      set("SEED", .raw(String(seed)), comment: "where all random choices come from")
    }
    guard !provenance.inputs.isEmpty else { return }
    set("INPUTS", .int(provenance.inputs.count), comment: "files that went in")
    for (index, input) in provenance.inputs.prefix(Self.mostInputs).enumerated() {
      set("INPUT\(index + 1)", .string(input.path))
      if input.kind != .file { set("KIND\(index + 1)", .string(input.kind.rawValue)) }
    }
  }

  /// INPUT and three digits fill a keyword.
  private static var mostInputs: Int { 999 }
}
