import ArgumentParser
import Commands

/// A suite that types commands about the files of a folder.
protocol TypedCommands {
  var folder: String { get }
}

extension TypedCommands {
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func run(_ arguments: String...) throws { try run(arguments) }

  func run(_ arguments: [String]) throws {
    let flags = CommonFlags.taken(from: arguments)
    try GalaxyAEP.perform(flags.rest, overwriting: flags.overwrite)
  }

  /// What a user reads when the command fails; "" where it does not.
  func failure(_ arguments: String...) -> String {
    do {
      try run(arguments)
      return ""
    } catch {
      return GalaxyAEP.message(for: error)
    }
  }
}
