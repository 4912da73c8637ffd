#pragma once
// How thorough a test is that tries very many inputs of one kind. With sanitizers each of them
// costs ten times as much, and the fuzz targets try the same readers there: a part will do.

namespace support {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kInstrumented = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kInstrumented = true;
#else
inline constexpr bool kInstrumented = false;
#endif
#else
inline constexpr bool kInstrumented = false;
#endif

// From one input that is tried to the next; has no divisor with 256, so that all octets come up.
inline constexpr unsigned kStride = kInstrumented ? 9 : 1;

}  // namespace support
