/// The class names that charts carry, for whoever writes a theme.
///
/// A chart has no style of its own: a page's policy forbids inline styles, and the theme decides for light,
/// dark and print. What the layout counts on is in the file as attributes: `font-size` (12; leave it alone, or
/// labels no longer fit), `text-anchor`, `stroke-dasharray` and radii. So are a plain `fill`, `stroke` and
/// `opacity`, in the colour of the text and in greys that are seen on light and on dark: a page that is sent without
/// its style sheet is legible, and any rule of a theme wins over an attribute. Everything else is the theme's.
///
/// | Class | Element | Meaning | A theme sets |
/// | --- | --- | --- | --- |
/// | `chart` | `svg` | every chart | `width`, `fill` of text, `font-family` |
/// | `chart-line` | `svg` | a line chart | |
/// | `chart-bar` | `svg` | a bar chart | |
/// | `chart-spark` | `svg` | a sparkline | `width` |
/// | `c-grid` | `path` | the horizontal rules at the y ticks | `stroke` |
/// | `c-axis` | `path` | the x axis with its tick marks; the zero line of bars | `stroke` |
/// | `c-tick` | `g` of `text` | the labels of an axis | `fill` |
/// | `c-line sN` | `path` | the line of series N | `stroke`, `stroke-width` |
/// | `c-dot sN` | `g` of `circle` | values of series N that stand alone between gaps | `fill` |
/// | `c-dot c-end sN` | `circle` | the last value of series N | `fill` |
/// | `c-area sN` | `path` | the area under the line of series N | `fill`, `fill-opacity` |
/// | `c-event` | `path` | the line of an annotation | `stroke` |
/// | `c-dot c-point sN` | `circle` | a value that is a link; seen with the focus or the pointer | `opacity` |
/// | `c-tip` | `text` | what such a value is; seen at the same time | `opacity` |
/// | `c-label sN` | `text` | the name or the last value of series N, beside its end | `fill` |
/// | `c-bar s1` | `rect` | a bar | `fill` |
/// | `c-bar s1 is-highlighted` | `rect` | a bar that stands out | `fill` |
/// | `c-bar sN` | `rect` | a bar of series N, where series have no pattern; the ground of its pattern | `fill` |
/// | `c-part` | `rect` | a bar with a pattern; it has its fill | `stroke` |
/// | `c-hatch` | `path` | the lines of a pattern | `stroke` |
/// | `c-name` | `text` | the category of a bar | `fill` |
/// | `c-name is-highlighted` | `text` | the category of a bar that stands out | `font-weight` |
/// | `c-value` | `text` | the value of a bar | `fill` |
/// | `c-value is-missing` | `text` | stands where a bar has no value | `fill` |
/// | `chart-calendar` | `svg` | a calendar | |
/// | `c-cell lN` | `rect` | a day; N is 0 for nothing to 4 for the most | `fill` |
/// | `chart-strip` | `svg` | a distribution strip | |
/// | `chart-scatter` | `svg` | a scatter chart | |
/// | `chart-range` | `svg` | a range chart | |
/// | `c-median` | `path` | the median in a band | `stroke` |
/// | `chart-slope` | `svg` | a slope or bump chart | |
/// | `c-line is-quiet` | `path` | a line that is not highlighted among some that are | `stroke` |
/// | `c-label is-quiet` | `text` | the label of such a line | `fill` |
/// | `c-label c-many` | `text` | the label of one dot among many | `fill` |
/// | `c-title` | `text` | what an axis counts | `fill` |
/// | `c-dot c-many` | `circle` | one dot among many | `fill`, `stroke` |
/// | `c-dot is-highlighted` | `circle` | the dot that stands out | `fill`, `stroke` |
/// | `c-label` | `text` | the label of a dot | `fill` |
/// | `c-band` | `rect` | a range that others are held against | `fill` |
/// | `c-ref` | `path` | a value that others are held against | `stroke` |
/// | `c-note` | `text` | what a band or such a value is | `fill` |
/// | `c-leader` | `path` | leads from a label to its dot | `stroke` |
/// | `c-empty` | `text` | stands in a chart without any value | `fill` |
///
/// `sN` is `s1`...`s8`; the ninth series is `s1` again with another dash.
enum ChartClasses {
  /// How many series classes a theme gives a colour.
  static let seriesCount = 8

  /// The class of a series, from its place 0...
  static func series(_ index: Int) -> StaticString {
    switch index % seriesCount {
    case 0: "s1"
    case 1: "s2"
    case 2: "s3"
    case 3: "s4"
    case 4: "s5"
    case 5: "s6"
    case 6: "s7"
    default: "s8"
    }
  }

  /// The grey of a day in a calendar where no theme colours it.
  static func plainFill(ofLevel level: Int) -> StaticString {
    switch level {
    case ...0: "#8882"
    case 1: "#8885"
    case 2: "#8889"
    case 3: "#888c"
    default: "currentColor"
    }
  }

  /// The dash of a series; nil is a solid line. Series that share a class differ in it.
  static func dash(_ index: Int) -> StaticString? {
    switch (index + index / seriesCount) % seriesCount {
    case 0: nil
    case 1: "6 3"
    case 2: "2 3"
    case 3: "8 3 2 3"
    case 4: "12 4"
    case 5: "1 4"
    case 6: "4 2 1 2"
    default: "10 3 4 3"
    }
  }
}
