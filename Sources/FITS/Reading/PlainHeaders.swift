/// The headers that CFITSIO reads in place of a file's: written anew from what was checked, so that
/// it cannot understand the file in another way.
extension TablePlan {
  /// Columns that are not read are bytes. There is no TDIM and no heap: nothing here reads them.
  ///
  /// - Parameter count: how many rows follow.
  func plainHeader(rows count: Int) -> Header {
    var header = Header([
      Card("XTENSION", "BINTABLE"), Card("BITPIX", 8), Card("NAXIS", 2),
      Card("NAXIS1", .int(rowBytes)), Card("NAXIS2", .int(count)), Card("PCOUNT", 0),
      Card("GCOUNT", 1), Card("TFIELDS", .int(fields.count)),
    ])
    for field in fields {
      let (number, format) = (field.number, field.format)
      header.append(Card("TFORM\(number)", .string(format.plainForm)))
      guard format.isNumeric else { continue }
      header.append(Card("TSCAL\(number)", .double(format.scale)))
      header.append(Card("TZERO\(number)", .double(format.zero)))
      if let blank = field.blank { header.append(Card("TNULL\(number)", .int(blank))) }
    }
    return header
  }
}

extension UnitLayout {
  /// The header of some pixels of an image in a row.
  func plainHeader(pixels count: Int, _ doing: String) throws(FITSError) -> Header {
    var header = Header([
      Card("SIMPLE", true), Card("BITPIX", .int(bitsPerPixel)), Card("NAXIS", 1),
      Card("NAXIS1", .int(count)),
    ])
    for keyword in ["BSCALE", "BZERO"] {
      guard let value = self.header.value(keyword), value != .undefined else { continue }
      guard let number = value.number else {
        throw FITSError("\(doing): its \(keyword) is not a number")
      }
      header.append(Card(keyword, .double(number)))
    }
    if bitsPerPixel > 0, let value = self.header.value("BLANK"), value != .undefined {
      guard let blank = value.whole else {
        throw FITSError("\(doing): its BLANK is not a whole number")
      }
      header.append(Card("BLANK", .int(blank)))
    }
    return header
  }

  /// The structural cards of a compressed image.
  func compressedHeader(_ doing: String) throws(FITSError) -> Header {
    let cards = header.cards.filter { $0.isStructural && $0.value != nil }
    for card in cards {
      if case .raw = card.value { throw FITSError("\(doing): its \(card.keyword) is malformed") }
    }
    return Header(cards.map { Card($0.keyword, $0.value) })
  }
}
