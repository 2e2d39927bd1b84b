internal import Console
package import Yams

/// One step of a pipeline: a subcommand with its arguments and options.
package struct PipelineStep: Equatable {
  /// The subcommand as it is typed: "ingest", "plot roc".
  package var title: String
  /// What goes before the options: files and folders, with wildcards and variables unexpanded.
  package var inputs: [String]
  /// Options in the order of the file, without their dashes.
  package var options: [Option]

  package struct Option: Equatable {
    package var name: String
    package var value: Value

    package init(name: String, value: Value) {
      (self.name, self.value) = (name, value)
    }
  }

  package enum Value: Equatable {
    case text(String)
    case list([String])
    case flag(Bool)
  }

  package init(title: String, inputs: [String] = [], options: [Option] = []) {
    self.title = title
    self.inputs = inputs
    self.options = options
  }

  package init(_ node: Node, path: String) throws {
    if let title = node.string {
      self.init(title: title)
      return
    }
    guard let mapping = node.mapping, mapping.count == 1, let entry = mapping.first,
      let title = entry.key.string
    else {
      let place = node.mark.map { " in line \($0.line)" } ?? ""
      throw CommandFailure(
        "cannot read the pipeline \(path): a step\(place) must look like `- command: {option: value}`"
      )
    }
    self.init(title: title)
    guard let settings = entry.value.mapping else {
      guard entry.value.null != nil else {
        throw CommandFailure(
          "cannot read the pipeline \(path): what follows `\(title):` must look like {option: value}"
        )
      }
      return
    }
    for (key, value) in settings {
      let name = key.string ?? ""
      if name == "inputs" {
        inputs = value.sequence?.compactMap(\.string) ?? [value.string].compactMap { $0 }
      } else if let text = value.string {
        set(name, to: text)
      } else if let items = value.sequence?.map(\.string), !items.contains(nil) {
        options.append(Option(name: name, value: .list(items.compactMap { $0 })))
      } else {
        throw CommandFailure(
          "cannot read the pipeline \(path): the option `\(name)` of `\(title)` must be one value or a list of them"
        )
      }
    }
  }

  package mutating func set(_ name: String, to text: String) {
    if name == "inputs" {
      inputs = [text]
      return
    }
    let value: Value =
      switch text {
      case "true": .flag(true)
      case "false": .flag(false)
      default: .text(text)
      }
    if let index = options.firstIndex(where: { $0.name == name }) {
      options[index].value = value
    } else {
      options.append(Option(name: name, value: value))
    }
  }

  /// The words a shell would pass: "plot", "roc", "scores.fits", "--out=roc.png".
  package func arguments(expanding paths: PathExpansion) throws -> [String] {
    var words = title.split(separator: " ").map(String.init)
    for input in inputs { words += try paths.expand(input) }
    for option in options {
      switch option.value {
      case .flag(true): words.append("--\(option.name)")
      case .flag(false): continue
      case .list(let items): words += items.map { "--\(option.name)=\(paths.substitute($0))" }
      case .text(let text): words.append("--\(option.name)=\(paths.substitute(text))")
      }
    }
    return words
  }
}
