#include "services/artifacts/artifact_kind.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

std::string endingOf(const std::string& path)
{
    const std::string name = path.substr(path.find_last_of('/') + 1);
    const auto dot = name.find_last_of('.');
    std::string ending = dot == std::string::npos ? std::string() : name.substr(dot + 1);
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return ending;
}

bool isOneOf(const std::string& ending, std::initializer_list<const char*> list)
{
    return std::ranges::any_of(list, [&](const char* entry) { return ending == entry; });
}

// Protocol 2 and later: the opcode PROTO with its number.
bool startsAsPickle(const QByteArray& head)
{
    return head.size() >= 2 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5;
}

bool looksLikePicture(const QByteArray& head)
{
    return head.startsWith("\x89PNG\r\n\x1a\n") || head.startsWith("\xff\xd8\xff") ||
           head.startsWith("GIF87a") || head.startsWith("GIF89a") || head.startsWith("BM");
}

ArtifactKind textKind(const std::string& path, const QByteArray& head)
{
    const std::string ending = endingOf(path);
    if (ending == "svg")
        return ArtifactKind::Svg;
    if (isOneOf(ending, {"md", "markdown"}))
        return ArtifactKind::Markdown;
    if (isOneOf(ending, {"html", "htm", "xhtml"}))
        return ArtifactKind::Html;
    if (ending == "csv")
        return ArtifactKind::Csv;
    if (ending == "tsv")
        return ArtifactKind::Tsv;
    if (isOneOf(ending, {"yaml", "yml"}) || path.ends_with("MLmodel"))
        return ArtifactKind::Yaml;
    if (ending == "json")
        return ArtifactKind::Json;
    const QByteArray start = head.trimmed().left(1);
    if (ending.empty() && (start == "{" || start == "["))
        return ArtifactKind::Json;
    return ArtifactKind::Text;
}

} // namespace

ArtifactKind artifactKind(const std::string& path, const QByteArray& head)
{
    const std::string ending = endingOf(path);
    if (startsAsPickle(head) || isOneOf(ending, {"pkl", "pickle", "joblib", "cloudpickle", "dill"}))
        return ArtifactKind::Pickle;
    if (looksLikePicture(head) && (!head.startsWith("BM") || ending == "bmp"))
        return ArtifactKind::Picture;
    if (head.startsWith("PAR1"))
        return ArtifactKind::Parquet;
    const bool utf16 = head.startsWith("\xff\xfe") || head.startsWith("\xfe\xff");
    return head.contains('\0') && !utf16 ? ArtifactKind::Binary : textKind(path, head);
}

bool isTextKind(ArtifactKind kind)
{
    return kind != ArtifactKind::Picture && kind != ArtifactKind::Parquet &&
           kind != ArtifactKind::Pickle && kind != ArtifactKind::Binary;
}

QString binaryFormat(const std::string& path, const QByteArray& head)
{
    const std::string ending = endingOf(path);
    if (artifactKind(path, head) == ArtifactKind::Pickle)
        return tr("Python pickle");
    if (head.startsWith("PAR1"))
        return tr("Parquet table");
    if (head.startsWith("PK\x03\x04"))
        return isOneOf(ending, {"pt", "pth", "ckpt"}) ? tr("PyTorch checkpoint (ZIP)")
               : isOneOf(ending, {"npz"})             ? tr("NumPy arrays (ZIP)")
               : isOneOf(ending, {"keras"})           ? tr("Keras model (ZIP)")
                                                      : tr("ZIP archive");
    if (head.startsWith("\x93NUMPY"))
        return tr("NumPy array");
    if (head.startsWith("\x89HDF\r\n"))
        return tr("HDF5 file");
    if (head.startsWith("\x1f\x8b"))
        return tr("gzip archive");
    if (head.startsWith("\x28\xb5\x2f\xfd"))
        return tr("Zstandard archive");
    if (head.startsWith("SQLite format 3"))
        return tr("SQLite database");
    if (head.startsWith("%PDF-"))
        return tr("PDF document");
    if (head.startsWith("RIFF") && head.mid(8, 4) == "WEBP")
        return tr("WebP picture");
    if (ending == "onnx")
        return tr("ONNX model");
    if (ending == "safetensors")
        return tr("safetensors weights");
    return {};
}

QString hexDump(const QByteArray& bytes)
{
    constexpr qsizetype width = 16;
    QString text;
    for (qsizetype at = 0; at < bytes.size(); at += width) {
        const QByteArray part = bytes.mid(at, width);
        QString readable;
        for (const char c : part)
            readable += c >= 0x20 && c < 0x7f ? QLatin1Char(c) : QLatin1Char('.');
        text += QStringLiteral("%1  %2  %3\n")
                    .arg(at, 8, 16, QLatin1Char('0'))
                    .arg(QString::fromLatin1(part.toHex(' ')), -47)
                    .arg(readable);
    }
    return text;
}

} // namespace binnacle
