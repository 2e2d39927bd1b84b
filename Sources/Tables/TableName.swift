/// What a table of sources is called inside its file, and which command usually writes it.
package enum TableName: String, CaseIterable, Sendable {
  case codes = "CODES"
  case scores = "SCORES"
}
