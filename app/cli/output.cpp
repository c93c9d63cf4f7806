#include "app/cli/output.h"

#include "app/cli/command.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>

namespace binnacle::cli {

namespace {

constexpr std::size_t bufferSize = 1 << 16;

std::string jsonString(std::string_view value)
{
    std::string quoted = "\"";
    for (const char c : value) {
        switch (c) {
        case '"':
            quoted += "\\\"";
            break;
        case '\\':
            quoted += "\\\\";
            break;
        case '\n':
            quoted += "\\n";
            break;
        case '\t':
            quoted += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                std::array<char, 8> escaped{};
                std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
                quoted += escaped.data();
            } else {
                quoted += c;
            }
        }
    }
    return quoted += '"';
}

} // namespace

void Output::write(std::string_view text)
{
    buffer_ += text;
    if (buffer_.size() >= bufferSize)
        (void)flush();
}

void Output::line(std::string_view text)
{
    write(text);
    write("\n");
}

Result<void> Output::flush()
{
    const bool whole = std::fwrite(buffer_.data(), 1, buffer_.size(), file_) == buffer_.size() &&
                       std::fflush(file_) == 0;
    buffer_.clear();
    broken_ = broken_ || !whole;
    if (broken_)
        return failure(Error::Kind::Storage,
                       Text::tr("The output can not be written: %1.")
                           .arg(QString::fromLocal8Bit(std::strerror(errno))));
    return {};
}

std::string exactNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

void JsonWriter::separate()
{
    if (afterKey_) {
        afterKey_ = false;
        return;
    }
    if (hasElements_.empty())
        return;
    if (hasElements_.back())
        out_.write(hasElements_.size() == 1 ? ",\n" : ", ");
    hasElements_.back() = true;
}

void JsonWriter::begin(char bracket)
{
    separate();
    out_.write(std::string_view(&bracket, 1));
    hasElements_.push_back(false);
}

void JsonWriter::end(char bracket)
{
    hasElements_.pop_back();
    out_.write(std::string_view(&bracket, 1));
    if (hasElements_.empty())
        out_.write("\n");
}

void JsonWriter::key(std::string_view name)
{
    separate();
    out_.write(jsonString(name));
    out_.write(": ");
    afterKey_ = true;
}

void JsonWriter::text(std::string_view value)
{
    separate();
    out_.write(jsonString(value));
}

void JsonWriter::number(double value)
{
    separate();
    const auto shown = exactNumber(value);
    out_.write(std::isfinite(value) ? shown : jsonString(shown));
}

void JsonWriter::integer(std::int64_t value)
{
    separate();
    out_.write(std::to_string(value));
}

void JsonWriter::boolean(bool value)
{
    separate();
    out_.write(value ? "true" : "false");
}

void JsonWriter::null()
{
    separate();
    out_.write("null");
}

void JsonWriter::field(std::string_view name, const std::optional<std::int64_t>& value)
{
    key(name);
    if (value)
        integer(*value);
    else
        null();
}

void JsonWriter::field(std::string_view name, const std::optional<std::string>& value)
{
    key(name);
    if (value)
        text(*value);
    else
        null();
}

} // namespace binnacle::cli
