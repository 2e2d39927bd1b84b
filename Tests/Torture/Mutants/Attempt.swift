import Foundation
import Tensors

/// What came of one changed file.
enum Outcome { case told, unharmed, wrong }

struct Tally {
  var (told, unharmed, wrong) = (0, 0, 0)

  mutating func count(_ outcome: Outcome) {
    switch outcome {
    case .told: told += 1
    case .unharmed: unharmed += 1
    case .wrong: wrong += 1
    }
  }
}

/// One changed file and who reads it; the number of the try and the seed decide all of it.
struct Attempt {
  let number: Int
  let reader: Reader
  let sound: SoundFile
  let path: String
  let room: String

  init(_ number: Int, of request: Request) throws {
    let place = number % request.corpus.count
    let (reader, files) = request.corpus[place]
    var dice = RandomNumbers.stream(UInt64(number), seed: request.seed)
    sound = files[dice.integer(below: files.count)]
    var bytes = sound.bytes
    let other = files[dice.integer(below: files.count)].bytes
    for _ in 0..<1 + dice.integer(below: 3) { Mutation.change(&bytes, other, &dice) }
    let folder = "\(request.room)/\(reader.name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    (self.number, self.reader, room) = (number, reader, request.room)
    path = "\(folder)/\(sound.name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Writes down what is about to be tried.
  func announce() throws {
    try Data("\(number) \(path)\n".utf8).write(to: URL(fileURLWithPath: "\(room)/NEXT"))
  }

  func outcome() -> Outcome {
    do {
      let content = try reader.read(path)
      guard let content, let expected = sound.content, content != expected, stillHasSums else {
        return .unharmed
      }
      let kept = "\(room)/wrong-\(reader.name)-\(number)-\(sound.name)"
      try? FileManager.default.copyItem(atPath: path, toPath: kept)
      return .wrong
    } catch {
      // Every refusal is a sentence that somebody can act on.
      guard "\(error)".contains(" ") else { fatalError("no sentence: \(error)") }
      return .told
    }
  }

  /// Whether as many cards of checksums as ever are there: without them nothing is promised.
  private var stillHasSums: Bool {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return false }
    func sums(_ bytes: some Collection<UInt8>) -> Int {
      let text = String(decoding: bytes, as: UTF8.self)
      return text.components(separatedBy: "DATASUM = ").count
        + text.components(separatedBy: "CHECKSUM= ").count
    }
    return sums(bytes) == sums(sound.bytes)
  }
}
