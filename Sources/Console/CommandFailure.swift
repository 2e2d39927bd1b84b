/// Why a command could not do its work, as one sentence for the person who typed it.
package struct CommandFailure: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
