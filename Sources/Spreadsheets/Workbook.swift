import CXlsxwriter
import Foundation

/// An Excel workbook by libxlsxwriter, written row by row, so that its size does not have to fit in memory.
///
/// Texts are written as texts: whatever they begin with, none is a formula or a link. The same rows give the same
/// bytes.
public struct Workbook: ~Copyable {
  /// Rows of a sheet; Excel takes 1,048,576 with the header.
  public static let rowsPerSheet = 1_000_000
  /// Excel takes 32,767 characters in a cell.
  static let longestText = 32_767

  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private let header: [String]
  private let name: String
  private var sheet: UnsafeMutablePointer<lxw_worksheet>?
  private var sheets = 0
  private var row = 0
  private var isClosed = false

  /// Begins a file.
  /// - Parameters:
  ///   - path: A file that is not there yet.
  ///   - scratch: A folder for temporary files.
  ///   - name: Of the first sheet; at most 20 characters of letters, digits and spaces.
  ///   - header: The first row of every sheet; it stays in sight.
  ///   - created: What the file says of its creation, in seconds since 1970.
  public init(
    path: String, scratch: String, name: String, header: [String], created: Int
  ) throws(SpreadsheetError) {
    let made = path.withCString { path in
      scratch.withCString { scratch in
        var options = lxw_workbook_options(
          constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: scratch), use_zip64: 1)
        // The folder's name has to live as long as the workbook.
        options.tmpdir = strdup(scratch)
        return workbook_new_opt(path, &options)
      }
    }
    guard let made else { throw SpreadsheetError("the memory does not suffice for a workbook") }
    workbook = made
    self.header = header
    self.name = name
    var properties = lxw_doc_properties()
    properties.created = time_t(created)
    _ = workbook_set_properties(workbook, &properties)
  }

  deinit {
    if !isClosed { _ = workbook_close(workbook) }
  }

  /// Writes the next row; begins another sheet where the last one is full.
  public mutating func append(_ cells: [Cell]) throws(SpreadsheetError) {
    if sheet == nil || row > Self.rowsPerSheet { try beginSheet() }
    try write(cells)
  }

  /// Ends the file; it is whole on return.
  public mutating func close() throws(SpreadsheetError) {
    if sheet == nil { try beginSheet() }
    isClosed = true
    try check(workbook_close(workbook))
  }

  private mutating func beginSheet() throws(SpreadsheetError) {
    sheets += 1
    sheet = workbook_add_worksheet(workbook, sheets == 1 ? name : "\(name) \(sheets)")
    guard let sheet else { throw SpreadsheetError("the workbook takes no further sheet") }
    worksheet_freeze_panes(sheet, 1, 0)
    row = 0
    try write(header.map { .text($0) })
  }

  private mutating func write(_ cells: [Cell]) throws(SpreadsheetError) {
    let row = lxw_row_t(row)
    for (index, cell) in cells.enumerated() {
      let column = lxw_col_t(index)
      switch cell {
      case .empty: continue
      case .text(let text): try check(worksheet_write_string(sheet, row, column, Self.cellText(text), nil))
      case .number(let digits):
        guard let number = Double(digits) else { throw SpreadsheetError("“\(digits)” is no number") }
        try check(worksheet_write_number(sheet, row, column, number, nil))
      }
    }
    self.row += 1
  }

  /// Without what XML cannot hold, and not longer than a cell takes in UTF-16 units.
  private static func cellText(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var units = 0
    for scalar in text.unicodeScalars {
      let isControl = scalar.value < 0x20 && scalar != "\t" && scalar != "\n"
      if isControl || scalar.value == 0xFFFE || scalar.value == 0xFFFF { continue }
      units += UTF16.width(scalar)
      if units > longestText { break }
      result.append(scalar)
    }
    return String(result)
  }

  private func check(_ error: lxw_error) throws(SpreadsheetError) {
    guard error != LXW_NO_ERROR else { return }
    throw SpreadsheetError(String(cString: lxw_strerror(error)))
  }
}
