#pragma once
// What every picture looks like: colours for light and dark, fonts, arrow heads. Arrow heads end
// where the circle of a step begins.

#include <string_view>

namespace sim {

inline constexpr std::string_view kSvgStyle = R"(<style>
text { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 13px; fill: #1c2430 }
.title { font-family: "DejaVu Sans", Verdana, sans-serif; font-size: 17px; font-weight: bold }
.words, .faint { font-family: "DejaVu Sans", Verdana, sans-serif } .faint { fill: #5b6675 }
.head { text-anchor: middle; font-weight: bold } .left { text-anchor: start }
.sub { text-anchor: middle; font-size: 11px; fill: #5b6675 }
.step { text-anchor: end; fill: #5b6675 } .count { text-anchor: middle }
.small { font-size: 11px; fill: #5b6675 }
.frame { text-anchor: middle; font-size: 11px }
.off { font-weight: bold; fill: #b35900 } .bad { font-weight: bold; fill: #b3261e }
.good { font-weight: bold; fill: #1b6e3c }
.paper { fill: #ffffff } .odd { fill: #f4f6f9 } .wrong { fill: #fbdcd9 }
.band { fill: #2f6fd0; fill-opacity: 0.09 } .rail { stroke: #aab4c2; stroke-width: 1.5 }
.arrow, .open { fill: none; stroke: #2f6fd0; stroke-width: 1.6; marker-end: url(#tip) }
.open { stroke-dasharray: 2 3; marker-end: none }
.hand { fill: none; stroke: #77828f; stroke-dasharray: 5 3; marker-end: url(#hand) }
.pill { fill: #ffffff; stroke: #2f6fd0 } .lost { stroke: #b3261e; stroke-dasharray: 3 2 }
.node { fill: #1c2430 } .hit { fill: #b3261e }
.bar { stroke: #b3261e; stroke-width: 2; stroke-dasharray: 8 4 }
.tip { fill: #2f6fd0 } .soft { fill: #77828f }
@media (prefers-color-scheme: dark) {
text { fill: #e4e9f0 } .sub, .step, .small, .faint { fill: #9aa6b5 }
.off { fill: #ffb454 } .bad { fill: #ff8f85 } .good { fill: #7fd69b }
.paper { fill: #14181f } .odd { fill: #1a2029 } .wrong { fill: #4a2022 }
.band { fill: #6aa3ff; fill-opacity: 0.12 } .rail { stroke: #4b5665 }
.arrow, .open { stroke: #6aa3ff } .hand { stroke: #8b96a5 } .tip { fill: #6aa3ff }
.soft { fill: #8b96a5 } .pill { fill: #14181f; stroke: #6aa3ff } .lost { stroke: #ff8f85 }
.node { fill: #e4e9f0 } .hit, .bar { fill: #ff8f85; stroke: #ff8f85 }
}
</style>
<defs>
<marker id="tip" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" refX="15" refY="5"
 orient="auto"><path class="tip" d="M0 1L10 5L0 9z"/></marker>
<marker id="hand" markerUnits="userSpaceOnUse" markerWidth="8" markerHeight="8" refX="13" refY="4"
 orient="auto"><path class="soft" d="M0 1L8 4L0 7z"/></marker>
</defs>
)";

}  // namespace sim
