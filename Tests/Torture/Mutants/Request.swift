import Foundation

/// What was asked for on the command line.
struct Request {
  struct Mistake: Error, CustomStringConvertible {
    var description: String
  }

  let range: Range<Int>
  let seed: UInt64
  let room: String
  let patience: Int
  /// The sound files of every reader that takes part.
  let corpus: [(reader: Reader, files: [SoundFile])]

  init(_ arguments: [String]) throws {
    var options: [String: String] = [:]
    for place in stride(from: 2, to: arguments.count - 1, by: 2) {
      options[arguments[place]] = arguments[place + 1]
    }
    func number(_ name: String, otherwise value: Int) -> Int {
      options[name].flatMap(Int.init) ?? value
    }
    guard arguments.count > 1, let room = options["--room"] else {
      throw Mistake(
        description: "give a corpus, --room FOLDER, and perhaps --from, --count, --seed, --reader")
    }
    let from = number("--from", otherwise: 0)
    range = from..<from + number("--count", otherwise: 1000)
    seed = UInt64(number("--seed", otherwise: 1))
    patience = number("--patience", otherwise: 60)
    self.room = room
    let only = options["--reader"]
    corpus = try Reader.all.filter { only == nil || only == $0.name }
      .map { reader in
        let folder = "\(arguments[1])/\(reader.name)"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        guard !names.isEmpty else { throw Mistake(description: "\(folder) holds no file") }
        return (reader, try names.map { try SoundFile("\(folder)/\($0)", reader) })
      }
  }
}

/// A file of the corpus, and what a reader says it is.
struct SoundFile {
  let name: String
  let bytes: [UInt8]
  /// What was read, where checksums promise that nothing else can be.
  let content: Int?

  init(_ path: String, _ reader: Reader) throws {
    name = URL(fileURLWithPath: path).lastPathComponent
    bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    do { content = try reader.read(path) } catch {
      throw Request.Mistake(description: "the sound file \(path) is refused: \(error)")
    }
  }
}
