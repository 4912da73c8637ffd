#pragma once
// A report as one page that needs nothing else: no scripts, fonts or files from elsewhere; light or
// dark as the reader's system is. It is well-formed as XML too.

#include <string>
#include <string_view>

namespace tools {

// `title` and `body` are markup already. `style`: rules of this page, after those of all pages,
// which have colours (--paper, --ink, --line, --head, --bad, --good, --open) and to_html()'s
// classes.
std::string html_page(std::string_view title, std::string_view style, std::string_view body);

}  // namespace tools
