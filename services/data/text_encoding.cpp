#include "services/data/text_encoding.h"

#include <algorithm>
#include <fstream>

namespace binnacle {

namespace {

// Bytes of the character that begins here; 0: none can begin so.
std::size_t lengthOf(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

// The second byte has a narrower range after some first ones (RFC 3629, section 4).
bool secondFits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return second >= 0x80 && second <= 0xBF;
    }
}

bool isWhole(std::string_view character)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    for (std::size_t i = 1; i < character.size(); ++i)
        if (i == 1 ? !secondFits(byte(0), byte(1)) : (byte(i) < 0x80 || byte(i) > 0xBF))
            return false;
    return true;
}

} // namespace

std::optional<EncodingFault> utf8Fault(std::string_view text)
{
    EncodingFault place;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const auto length = lengthOf(first);
        const auto character = text.substr(at, length);
        if (length == 0 || !isWhole(character)) {
            place.byte = first;
            return place;
        }
        if (character.size() < length)
            return std::nullopt; // cut by the end
        ++place.column;
        if (first == '\n')
            ++place.line, place.column = 1;
        at += length;
    }
    return std::nullopt;
}

std::string wideEncoding(std::string_view text)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return "utf-16";
    const auto head = text.substr(0, 512);
    const auto zeros = std::ranges::count(head, '\0');
    return head.size() >= 8 && zeros * 3 > static_cast<std::ptrdiff_t>(head.size()) ? "utf-16"
                                                                                    : std::string();
}

std::string beginningOf(const std::string& file)
{
    if (file.ends_with(".gz") || file.ends_with(".zst"))
        return {};
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(1 << 20, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return bytes;
}

} // namespace binnacle
