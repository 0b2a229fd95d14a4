/// What Hugo is given to draw the pages with: no more than the pages need, and nothing in a loop that could be before it.
enum HugoTemplates {
  /// Pages alone: no lists, feeds or maps of the site.
  static let settings = """
    baseURL = "https://example.org/"
    locale = "zh"
    title = "KOL"
    disableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap", "robotstxt", "404"]

    """

  /// What makes a table of numbers below each chart: the days that are counted from the first one.
  static func settings(days: [String]) -> String {
    "[params]\ndays = [\(days.map { "\"\($0)\"" }.joined(separator: ", "))]\n"
  }

  static let page = """
    <!DOCTYPE html>
    <html lang="zh">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{ .Title }}</title>
    <link rel="stylesheet" href="/assets/site.css">
    </head>
    <body>
    <main>
    <h1>{{ .Title }}</h1>
    {{ range .Params.charts }}{{ partial "chart.html" . }}{{ end -}}
    <table>
    <tbody>
    {{- range .Params.rows }}
    <tr><th scope="row">{{ .label }}</th><td>{{ .value }}</td><td>{{ .day }}</td></tr>
    {{- end }}
    </tbody>
    </table>
    </main>
    </body>
    </html>

    """

  /// A chart of 640 by 240, with the smallest and the largest number and the first and the last day beside the line.
  static let chart = """
    {{- $places := .places -}}
    {{- $min := math.Min .values -}}
    {{- $max := math.Max .values -}}
    {{- $scale := 0.0 -}}
    {{- if gt $max $min }}{{ $scale = div 200.0 (sub $max $min) }}{{ end -}}
    <figure>
    <figcaption>{{ .label }}</figcaption>
    <svg viewBox="0 0 640 240" role="img" aria-label="{{ .label }}">
    <line class="axis" x1="60" y1="210" x2="630" y2="210"/>
    <text x="55" y="14" text-anchor="end">{{ $max }}</text>
    <text x="55" y="214" text-anchor="end">{{ $min }}</text>
    <text x="60" y="230">{{ .from }}</text>
    <text x="630" y="230" text-anchor="end">{{ .to }}</text>
    <polyline points="{{ range $i, $value := .values }}{{ printf "%.1f,%.1f " (add 60 (mul 6.4 (index $places $i))) (sub 210 (mul $scale (sub $value $min))) }}{{ end }}"/>
    </svg>
    {{- with site.Params.days }}{{ $days := . }}
    <details><summary>{{ $.label }}</summary>
    <table>
    <tbody>
    {{- range $i, $value := $.values }}
    <tr><th scope="row">{{ index $days (int (index $places $i)) }}</th><td>{{ $value }}</td></tr>
    {{- end }}
    </tbody>
    </table>
    </details>
    {{- end }}
    </figure>

    """
}
