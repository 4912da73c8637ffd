// What all pages look like.

#include "tools/tables/html_page.hpp"

#include <fmt/format.h>

namespace tools {
namespace {

constexpr std::string_view kStyle = R"(
  :root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1b; --line: #c9c9c9;
          --head: #f0f0f0; --bad: #a40000; --good: #0a5d00; --open: #7a4b00; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #161616; --ink: #e6e6e6; --line: #4a4a4a;
            --head: #262626; --bad: #ff8f87; --good: #86d97b; --open: #f0be62; }
  }
  body { background: var(--paper); color: var(--ink); margin: 1.5rem;
         font: 15px/1.45 system-ui, sans-serif; }
  h1 { font-size: 1.25rem; } h2 { font-size: 1.05rem; margin-top: 1.6rem; }
  table { font-variant-numeric: tabular-nums; }
  th, td { border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
  thead th { background: var(--head); }
  .number { text-align: right; }
  .bad, .bad a { color: var(--bad); font-weight: 600; }
  .good { color: var(--good); }
  .open, .open a { color: var(--open); }
  code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; })";

}  // namespace

std::string html_page(std::string_view title, std::string_view style, std::string_view body) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>{0}</title>\n"
        "<style>{1}{2}</style>\n</head>\n<body>\n<h1>{0}</h1>\n{3}</body>\n</html>\n",
        title, kStyle, style, body);
}

}  // namespace tools
