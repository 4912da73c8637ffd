#pragma once
// Frames as JSON, the form that `decode --json` prints and `encode` reads.
//
// Of every frame:
//   type      a name ("SETTINGS"), or a number in hex ("0xfa")
//   stream    of the frame header, 0 for the connection
//   flags     names; those without a name in hex: ["END_STREAM", "0x40"]
//   reserved  true where the reserved bit of the frame header is set
//   truncated true where fewer octets of payload are there than the header says: then encode takes
//             the length in the header from length
//   payload   hex digits of the whole payload: of types without members of their own, and where
//             the members do not say it all (a field block encoded in another way, padding that is
//             not 0, fields that cannot be decoded). encode then takes the octets from here.
// and what encode does without: length, offset, and what a witness finds in the frame
// (tools/wire/finding_text.hpp): verdict, rule, findings. Only of fields that
// are cut into several frames, length says where.
//
// By type:
//   DATA             data, pad_length
//   HEADERS          headers, pad_length, priority {dependency, weight_field, exclusive}
//   PUSH_PROMISE     promised, headers, pad_length
//   CONTINUATION     headers: those of the whole block, in its last frame
//   PRIORITY         priority
//   RST_STREAM       error_code: a name or a number
//   SETTINGS         settings [{id, value}]: id a name or a number
//   PING             opaque: 16 hex digits
//   GOAWAY           last_stream, error_code, debug
//   WINDOW_UPDATE    increment
//   PRIORITY_UPDATE  prioritized, value
//   ALTSVC           origin, value
//   ORIGIN           origins
// headers is [{name, value, never_indexed, unknown}]; unknown lists "name", "value": what an index
// stands for that was put into the table before the octets begin. pad_length and weight_field are
// the octets of these fields, 0 to 255, as in the text of a frame. Octets (name, value, data,
// debug, origin) are as in tools/wire/octet_text.hpp.

#include <nlohmann/json.hpp>

#include "h2core/frame.hpp"
#include "h2core/wire/frame_header.hpp"

namespace tools {

// type, stream, flags, length.
nlohmann::json json_of(const h2::FrameHeader& header);

// Of HEADERS and PUSH_PROMISE whose block is complete; else null.
const h2::FieldList* fields_of(const h2::Frame& frame);

// Adds the members of the frame's type.
void add_members(nlohmann::json& entry, const h2::Frame& frame);
void add_fields(nlohmann::json& entry, const h2::FieldList& fields);

}  // namespace tools
