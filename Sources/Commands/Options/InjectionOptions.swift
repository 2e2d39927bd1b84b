internal import ArgumentParser
internal import Clusters
internal import Console
internal import Planes
internal import Sky
internal import Sources
internal import StarGalaxy
internal import Tables
internal import Tensors

/// What artificial stars are put into frames before sources are found.
struct InjectionOptions: ParsableArguments {
  @Option(
    help:
      "A table of codes or scores of the same frames: dimmed copies of its surest bright stars are put into the frames before sources are found, for `galaxy-aep classify --injected`. Default: none.",
    completion: .of(.codes))
  var starsOf: String?

  @Option(
    "With --stars-of: how many copies go into a field at a time. Default: six for every ten sources of a field, 50 to 400.",
    in: 1...2000)
  var stars: Int?

  @Option(
    "With --stars-of: how often every field gets other copies. Default: as often as it takes for 4000 copies, or as many as there are sources; 1 with --stars.",
    in: 1...100)
  var passes: Int?

  @Option(seed: "With --stars-of: the seed of the copies' places and magnitudes.")
  var injectionSeed: UInt64 = 1

  /// The stars to put in, found without labels; nil if none are asked for.
  func injection() throws -> StarInjection? {
    guard let starsOf else { return nil }
    let table = try SourceTable(reading: starsOf, anyOf: [.codes, .scores], maker: "encode")
    let choice = try StarChoice(of: table)
    let terminal = Terminal.shared
    guard choice.anchors.count > 0 else { throw choice.nothing(in: starsOf) }
    for warning in choice.warnings { terminal.note("warning: \(warning)") }
    let amount = InjectionAmount(
      sources: choice.sourcesPerField, perField: stars, passes: passes)
    var injection = StarInjection(
      of: choice.anchors, magnitudes: choice.magnitudes, starsPerField: amount.perField,
      seed: injectionSeed)
    injection.passes = amount.passes
    terminal.say("stars    \(choice.summary)")
    terminal.say(
      "copies   \(amount.perField) a field, \(amount.passes == 1 ? "once" : "\(amount.passes) times")"
    )
    return injection
  }
}

/// How many artificial stars are made.
struct InjectionAmount: Equatable {
  let perField: Int
  let passes: Int

  /// Artificial stars to learn from, where there are fewer sources than that.
  static let fewest = 4000
  private static let mostPasses = 40

  /// - Parameters:
  ///   - sources: of every field that has stars to copy.
  ///   - perField: as asked for; nil to follow the sources.
  ///   - passes: as asked for; nil to follow the sources, once where `perField` is given.
  init(sources: [Int], perField: Int?, passes: Int?) {
    let usual = OrderStatistics.median(sources.map(Double.init)) ?? 0
    let each = perField ?? min(max(Int(bounded: 0.6 * usual), 50), 400)
    self.perField = each
    guard passes == nil, perField == nil else {
      self.passes = passes ?? 1
      return
    }
    let wanted = max(Self.fewest, sources.reduce(0, +))
    let once = each * max(sources.count, 1)
    self.passes = min(max((wanted + once - 1) / once, 1), Self.mostPasses)
  }
}
