internal import Console
internal import Foundation

/// A pipeline that is yet to be written: its steps with what is to be said of them.
package struct PipelineDraft {
  /// What stands above a step or several, and these.
  package struct Part {
    package var remarks: [String]
    package var steps: [PipelineStep]

    package init(_ remarks: [String], _ steps: [PipelineStep]) {
      (self.remarks, self.steps) = (remarks, steps)
    }
  }

  package var name: String
  /// The first lines.
  package var head: [String]
  package var parts: [Part]

  package init(name: String, head: [String], parts: [Part]) {
    (self.name, self.head, self.parts) = (name, head, parts)
  }

  /// The file, remarks as comments; read again it is these steps.
  package var yaml: String {
    var lines = head.flatMap(Self.comment) + ["name: \(PipelineStep.scalar(name))", "steps:"]
    for part in parts {
      lines +=
        part.remarks.flatMap(Self.comment).map { "  " + $0 } + part.steps.map { "  " + $0.yaml }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A remark on lines of at most 120 characters; one that begins with spaces stays as it is.
  private static func comment(_ text: String) -> [String] {
    let text = VisibleText.plain(text)
    guard !text.isEmpty else { return ["#"] }
    guard !text.hasPrefix(" ") else { return ["# " + text.map { $0.isNewline ? " " : $0 }] }
    var lines = ["#"]
    for word in text.split(whereSeparator: \.isWhitespace) {
      let line = lines[lines.count - 1]
      if line.count > 1, line.count + word.count > 116 { lines.append("#") }
      lines[lines.count - 1] += " " + word
    }
    return lines
  }
}

extension PipelineStep {
  /// The step as a line of a pipeline: "- plot roc: {inputs: scores.fits, out: roc.png}".
  package var yaml: String {
    var settings: [String] = []
    if !inputs.isEmpty {
      settings.append("inputs: \(inputs.count == 1 ? Self.scalar(inputs[0]) : Self.list(inputs))")
    }
    for option in options {
      let value =
        switch option.value {
        case .text(let text): Self.scalar(text)
        case .list(let items): Self.list(items)
        case .flag(let isSet): isSet ? "true" : "false"
        }
      settings.append("\(option.name): \(value)")
    }
    return settings.isEmpty ? "- \(title)" : "- \(title): {\(settings.joined(separator: ", "))}"
  }

  private static func list(_ items: [String]) -> String {
    "[" + items.map(scalar).joined(separator: ", ") + "]"
  }

  /// The text as YAML reads it inside braces: plain where nothing in it means anything there, else in quotes.
  package static func scalar(_ text: String) -> String {
    if text.wholeMatch(of: /[A-Za-z0-9_$\/.+=][A-Za-z0-9_$\/.+=-]*/) != nil { return text }
    var quoted = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case let other where other.value < 32 || other.value == 127:
        quoted += String(format: "\\x%02x", other.value)
      case let other: quoted.unicodeScalars.append(other)
      }
    }
    return quoted + "\""
  }
}
