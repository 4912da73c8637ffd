// RFC 9113 section 8.2.3: crumbs.

#include "h2core/message/cookie.hpp"

#include "tests/h2core/message/sections.hpp"

using namespace test;

TEST_CASE("9113/8.2.3 cookie crumbs are joined in their order",
          "[message][9113/8.2.3/cookie-joined]") {
    const auto cookies = [](const h2::FieldList& list) { return h2::join_cookies(list.fields); };
    CHECK(cookies(
              get({{"cookie", "a=b"}, {"accept", "*/*"}, {"cookie", "c=d"}, {"cookie", "e=f"}})) ==
          "a=b; c=d; e=f");
    CHECK(cookies(get({{"cookie", "a=b; c=d; e=f"}})) == "a=b; c=d; e=f");
    CHECK(cookies(get({{"cookie", ""}})) == "");
    CHECK(cookies(get({{"cookie", ""}, {"cookie", "a=b"}})) == "; a=b");
    CHECK_FALSE(cookies(get({{"cookies", "a=b"}, {"set-cookie", "c=d"}})).has_value());
}
