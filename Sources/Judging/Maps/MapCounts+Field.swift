internal import Labels
internal import Sky

extension MapCounts {
  /// The fewest pixels of a true source that is asked for.
  package static let leastArea = 5
  /// How near a neighbour makes a blend, in arcseconds, and how bright both must be.
  package static let blendRadius = 3.0
  package static let faintest = 22.5

  /// Counts a field. What the truth gives no class counts nowhere.
  ///
  /// A true source is found where a segment of its class shares more than half of what both cover together. A
  /// segment that finds nothing is false in the part of the true source that owns most of its pixels; where
  /// none does, in that of its own light. What is fainter than 22.5 is neither asked for nor wrong.
  package init(of mapped: MappedField, by truth: TrueField) {
    self.init()
    countPixels(mapped, truth)
    guard !truth.segments.isEmpty else { return }
    countSegments(mapped, truth)
  }

  private mutating func countPixels(_ mapped: MappedField, _ truth: TrueField) {
    let names = truth.map.classes
    // What the map's own numbers mean among the names of the truth.
    let meaning = (0...255).map { value in
      mapped.classes.indices.contains(value)
        ? names.firstIndex(of: mapped.classes[value]) ?? -1 : -1
    }
    var (both, said, true_) = (names.map { _ in 0 }, names.map { _ in 0 }, names.map { _ in 0 })
    for (place, value) in truth.map.values.enumerated() where value != LabelMap.none {
      let (own, told) = (Int(value), meaning[Int(mapped.values[place])])
      true_[own] += 1
      if told >= 0 { said[told] += 1 }
      if told == own { both[own] += 1 }
    }
    for (value, name) in names.enumerated() where value > 0 {
      if name == "artefact" {
        artefacts = (true_[value], both[value])
      } else {
        overlaps[name] = Overlap(
          both: both[value], either: true_[value] + said[value] - both[value])
      }
    }
  }

  private mutating func countSegments(_ mapped: MappedField, _ truth: TrueField) {
    struct Pair: Hashable, Comparable {
      let true_, told: Int32
      static func < (a: Pair, b: Pair) -> Bool { (a.true_, a.told) < (b.true_, b.told) }
    }
    var (shared, areas): ([Pair: Int], [Int32: Int]) = ([:], [:])
    for (place, number) in truth.segments.enumerated()
    where truth.map.values[place] != LabelMap.none {
      let told = mapped.numbers[place]
      if told > 0 { areas[told, default: 0] += 1 }
      if told > 0, number > 0 { shared[Pair(true_: number, told: told), default: 0] += 1 }
    }
    let blended = Self.blended(truth)
    func parts(_ number: Int32) -> [Part] {
      guard let source = truth.sources[number], source.area >= Self.leastArea else { return [] }
      return Self.parts(source.magnitude) + (blended.contains(number) ? [.blends] : [])
    }
    var (matched, owner): ([Int32: Int32], [Int32: (number: Int32, pixels: Int)]) = ([:], [:])
    var isUsed: Set<Int32> = []
    // In their order: a sum of overlaps has other bits in another one.
    for (pair, pixels) in shared.sorted(by: { $0.key < $1.key }) {
      let most = owner[pair.told] ?? (0, 0)
      if (pixels, -pair.true_) > (most.pixels, -most.number) {
        owner[pair.told] = (pair.true_, pixels)
      }
      guard let source = truth.sources[pair.true_], let segment = mapped.segments[pair.told]
      else { continue }
      let either = source.area + (areas[pair.told] ?? 0) - pixels
      guard 2 * pixels > either, segment.sourceClass == source.sourceClass else { continue }
      matched[pair.true_] = pair.told
      isUsed.insert(pair.told)
      for part in parts(pair.true_) {
        segments[part, default: [:]][source.sourceClass, default: Found()].found += 1
        segments[part, default: [:]][source.sourceClass, default: Found()].overlap +=
          Double(pixels) / Double(either)
      }
    }
    for (number, source) in truth.sources where matched[number] == nil {
      for part in parts(number) {
        segments[part, default: [:]][source.sourceClass, default: Found()].missed += 1
      }
    }
    for (told, segment) in mapped.segments where !isUsed.contains(told) && areas[told] != nil {
      let place = owner[told].map { parts($0.number) } ?? Self.parts(segment.magnitude)
      for part in place {
        segments[part, default: [:]][segment.sourceClass, default: Found()].wrong += 1
      }
    }
  }

  private static func parts(_ magnitude: Double) -> [Part] {
    magnitude < 21 ? [.bright] : magnitude < faintest ? [.faint] : []
  }

  /// The sources with a neighbour as bright as asked for.
  private static func blended(_ truth: TrueField) -> Set<Int32> {
    let numbers = truth.sources.keys.sorted().filter {
      (truth.sources[$0]?.magnitude ?? .nan) < faintest
    }
    let places = numbers.compactMap { truth.sources[$0]?.position }
    let pairs = SkyMatch.pairs(places, places, radius: blendRadius)
    return Set(pairs.filter { $0.first != $0.second }.map { numbers[$0.first] })
  }
}
