#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle {

// The first place where text is no UTF-8, as an editor counts.
struct EncodingFault
{
    std::int64_t line = 1;   // from 1
    std::int64_t column = 1; // characters from 1
    unsigned char byte = 0;
};

// Looks at the beginning of a text; a character that the end cuts is no fault.
std::optional<EncodingFault> utf8Fault(std::string_view text);
// "utf-16" by a byte order mark, or by every second byte of plain letters being zero; else empty.
std::string wideEncoding(std::string_view text);
// The first megabyte of a file; empty for a compressed one.
std::string beginningOf(const std::string& file);

} // namespace binnacle
