#include "services/backends/mlflow_files/metric_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <tuple>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t blockSize = 1U << 18;
constexpr std::size_t lineLimit = 4096; // a longer line is no point
constexpr std::size_t witness = 128;    // bytes looked at on each side

struct Fields
{
    std::array<std::string_view, 6> field;
    std::size_t count = 0; // 7: too many
};

Fields split(std::string_view line)
{
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.remove_suffix(1);
    while (!line.empty() && line.front() == ' ')
        line.remove_prefix(1);
    Fields fields;
    while (true) {
        const auto space = line.find(' ');
        if (fields.count == fields.field.size()) {
            ++fields.count;
            return fields;
        }
        fields.field[fields.count++] = line.substr(0, space);
        if (space == std::string_view::npos)
            return fields;
        line.remove_prefix(space + 1);
    }
}

template <class Number>
bool parse(std::string_view text, Number& value)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

// from_chars refuses what is too small or too great for a double; Python gives 0 and inf.
bool parseValue(std::string_view text, double& value)
{
    if (parse(text, value))
        return true;
    double ignored = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ignored);
    if (error != std::errc::result_out_of_range || end != text.data() + text.size())
        return false;
    value = std::strtod(std::string(text).c_str(), nullptr);
    return true;
}

std::optional<MetricPoint> pointOf(const Fields& fields)
{
    MetricPoint point;
    if (!parse(fields.field[0], point.timestamp) || !parseValue(fields.field[1], point.value))
        return std::nullopt;
    if (fields.count > 2 && !parse(fields.field[2], point.step))
        return std::nullopt;
    return point;
}

// FNV-1a of up to `witness` bytes that end at `end` or begin at 0.
std::uint64_t hashOf(std::ifstream& file, std::uint64_t begin, std::uint64_t end)
{
    std::array<char, witness> bytes{};
    file.clear();
    file.seekg(std::streamoff(begin));
    file.read(bytes.data(), std::streamsize(end - begin));
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (std::streamsize i = 0; i < file.gcount(); ++i)
        hash = (hash ^ static_cast<unsigned char>(bytes[std::size_t(i)])) * 0x100000001b3ULL;
    return hash;
}

} // namespace

std::optional<MetricPoint> parseMetricLine(std::string_view line)
{
    const auto fields = split(line);
    if (fields.count != 2 && fields.count != 3 && fields.count != 5)
        return std::nullopt;
    return pointOf(fields);
}

std::optional<MetricPoint> parseModelMetricLine(std::string_view line)
{
    const auto fields = split(line);
    if (fields.count != 4 && fields.count != 6)
        return std::nullopt;
    return pointOf(fields);
}

MetricFileRead readMetricFile(const fs::path& file, std::uint64_t from,
                              const std::function<void(const MetricPoint&)>& point,
                              const std::stop_token& stop)
{
    MetricFileRead result;
    result.end = from;
    std::error_code error;
    std::ifstream in;
    if (fs::is_regular_file(file, error)) // a pipe would block
        in.open(file, std::ios::binary);
    if (!in.is_open()) {
        result.readable = false;
        return result;
    }
    in.seekg(std::streamoff(from));
    std::string pending;
    std::string block(blockSize, '\0');
    while (in && !stop.stop_requested()) {
        in.read(block.data(), std::streamsize(block.size()));
        std::string_view rest(block.data(), std::size_t(in.gcount()));
        for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
            auto line = rest.substr(0, end);
            result.end += end + 1 + pending.size();
            if (!pending.empty()) {
                pending += line;
                line = pending;
            }
            if (const auto parsed = line.size() > lineLimit ? std::nullopt : parseMetricLine(line))
                point(*parsed);
            else if (!line.empty())
                ++result.malformed;
            pending.clear();
            rest.remove_prefix(end + 1);
        }
        pending += rest;
        if (pending.size() > (64U << 20)) // no line end in sight: no metric file
            return result;
    }
    return result;
}

std::string cursorAt(const fs::path& file, std::uint64_t offset)
{
    std::ifstream in(file, std::ios::binary);
    const auto head = hashOf(in, 0, std::min<std::uint64_t>(offset, witness));
    const auto tail = hashOf(in, offset - std::min<std::uint64_t>(offset, witness), offset);
    return std::to_string(offset) + ' ' + std::to_string(head) + ' ' + std::to_string(tail);
}

std::optional<std::uint64_t> offsetOf(const fs::path& file, const std::string& cursor)
{
    std::uint64_t offset = 0;
    const auto parsed = std::from_chars(cursor.data(), cursor.data() + cursor.size(), offset);
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (parsed.ec != std::errc() || error || size < offset || cursorAt(file, offset) != cursor)
        return std::nullopt;
    return offset;
}

void takeLatest(std::optional<MetricPoint>& latest, const MetricPoint& point)
{
    if (!latest || std::tie(point.step, point.timestamp, point.value) >
                       std::tie(latest->step, latest->timestamp, latest->value))
        latest = point;
}

} // namespace binnacle::mlflow_files
