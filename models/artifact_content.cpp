#include "models/artifact_content.h"

#include "models/artifact_picture.h"
#include "models/number_text.h"
#include "services/artifacts/image_steps.h"
#include "services/artifacts/parquet_head.h"

#include <QCryptographicHash>
#include <QFile>
#include <QStringDecoder>
#include <QTemporaryDir>

namespace binnacle {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ArtifactContent)
};

constexpr qsizetype headBytes = 512;
constexpr std::int64_t mostStructured = 20'000'000;

QString decoded(const QByteArray& bytes)
{
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff")) {
        QStringDecoder decoder(QStringDecoder::Utf16);
        return decoder(bytes);
    }
    return QString::fromUtf8(bytes);
}

// The beginning of a file may end within a character.
QByteArray withWholeCharacters(QByteArray bytes)
{
    qsizetype end = bytes.size();
    while (end > 0 && bytes.size() - end < 4 &&
           (static_cast<uchar>(bytes[end - 1]) & 0xC0U) == 0x80U)
        --end;
    if (end > 0 && static_cast<uchar>(bytes[end - 1]) >= 0xC0U)
        bytes.truncate(end - 1);
    return bytes;
}

void takeStructure(ArtifactContent& content, const std::string& bytes)
{
    const bool named = namesConfusionMatrix(content.path);
    if (content.kind == ArtifactKind::Csv || content.kind == ArtifactKind::Tsv) {
        auto table =
            readDelimited(bytes, content.kind == ArtifactKind::Csv ? ',' : '\t', !content.cut);
        if (!table) {
            content.note = table.error().message;
            return;
        }
        content.matrix = confusionMatrixOf(*table, named);
        content.table = std::move(*table);
        return;
    }
    if (content.kind != ArtifactKind::Json && content.kind != ArtifactKind::Yaml)
        return;
    if (content.cut) {
        content.note = Text::tr("Too large to be taken apart: the beginning is shown as text.");
        return;
    }
    auto document = content.kind == ArtifactKind::Json ? parseJson(bytes) : parseYaml(bytes);
    if (!document) {
        content.note = document.error().message;
        return;
    }
    content.matrix = confusionMatrixOf(*document, named);
    content.table = tableOf(*document);
    content.structure = std::move(*document);
}

void takeText(ArtifactContent& content, QFile& file)
{
    const bool structured = content.kind == ArtifactKind::Json ||
                            content.kind == ArtifactKind::Yaml ||
                            content.kind == ArtifactKind::Csv || content.kind == ArtifactKind::Tsv;
    const std::int64_t most = structured ? mostStructured : mostArtifactText;
    QByteArray bytes = file.read(most);
    content.cut = content.cut || !file.atEnd();
    if (content.cut)
        bytes = withWholeCharacters(std::move(bytes));
    takeStructure(content, bytes.toStdString());
    const bool textCut = bytes.size() > mostArtifactText;
    content.text = decoded(textCut ? withWholeCharacters(bytes.left(mostArtifactText)) : bytes);
    if ((content.cut || textCut) && content.note.isEmpty() && !content.structure)
        content.note = content.size >= 0
                           ? Text::tr("The first %1 of %2. Save it to look at all of it.")
                                 .arg(bytesText(std::min<qint64>(bytes.size(), mostArtifactText)),
                                      bytesText(content.size))
                           : Text::tr("The first %1. Save it to look at all of it.")
                                 .arg(bytesText(bytes.size()));
}

void takePicture(ArtifactContent& content, QFile& file)
{
    if (content.cut) {
        content.note =
            Text::tr("Larger than %1: save it to look at it.").arg(bytesText(mostArtifactPicture));
        return;
    }
    auto picture = content.kind == ArtifactKind::Svg ? drawnSvg(file.readAll()) : readPicture(file);
    if (picture)
        content.picture = std::move(*picture);
    else
        content.note = picture.error().message;
    if (content.kind == ArtifactKind::Svg) {
        file.seek(0);
        content.text = decoded(file.read(mostArtifactText));
    }
}

void takeParquet(ArtifactContent& content, const std::filesystem::path& file)
{
    if (content.cut) {
        content.note = Text::tr("Larger than %1, and a Parquet file is read from its end: save it "
                                "to look at it.")
                           .arg(bytesText(mostArtifactParquet));
        return;
    }
    auto head = readParquetHead(file);
    if (!head) {
        content.note = head.error().message;
        return;
    }
    const auto& table = head->table;
    const auto shown = static_cast<qint64>(table.rows.size());
    const auto columns = static_cast<qint64>(table.columns.size());
    const bool narrow = table.columns.size() < head->columns;
    if (table.cut && narrow)
        content.note = Text::tr("The first %1 of %2 rows and %3 of %4 columns.")
                           .arg(countText(shown), countText(head->rows), countText(columns),
                                countText(static_cast<qint64>(head->columns)));
    else if (table.cut)
        content.note =
            Text::tr("The first %1 of %2 rows.").arg(countText(shown), countText(head->rows));
    else if (narrow)
        content.note = Text::tr("The first %1 of %2 columns.")
                           .arg(countText(columns), countText(static_cast<qint64>(head->columns)));
    content.matrix = confusionMatrixOf(table, namesConfusionMatrix(content.path));
    content.table = std::move(head->table);
}

void takeDigest(ArtifactContent& content, QFile& file)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (hash.addData(&file))
        content.sha256 = hash.result();
}

// As much of an artifact as is fetched to be shown.
std::int64_t mostFetched(const std::string& path)
{
    if (isPicturePath(path))
        return mostArtifactPicture;
    const auto name = QString::fromStdString(path).toLower();
    return name.endsWith(QStringLiteral(".parquet")) || name.endsWith(QStringLiteral(".pq"))
               ? mostArtifactParquet
               : mostStructured;
}

} // namespace

ArtifactContent readArtifactContent(const std::string& path, const std::filesystem::path& name,
                                    std::int64_t size, bool complete)
{
    ArtifactContent content;
    content.path = path;
    content.size = size;
    content.cut = !complete;
    QFile file(QString::fromStdString(name.string()));
    if (!file.open(QIODevice::ReadOnly)) {
        content.kind = ArtifactKind::Binary;
        content.note = Text::tr("The file can not be read.");
        return content;
    }
    if (complete)
        content.size = file.size();
    content.head = file.peek(headBytes);
    content.kind = artifactKind(path, content.head);
    if (content.kind == ArtifactKind::Picture || content.kind == ArtifactKind::Svg)
        takePicture(content, file);
    else if (isTextKind(content.kind))
        takeText(content, file);
    else if (complete)
        takeDigest(content, file);
    if (content.kind == ArtifactKind::Parquet)
        takeParquet(content, name);
    if (content.kind == ArtifactKind::Pickle)
        content.note =
            Text::tr("A pickle can run code when it is read: Binnacle does not open it.");
    return content;
}

Result<SharedArtifact> fetchArtifact(const ArtifactSource& open, const std::string& runId,
                                     const std::string& path, const TransferSink& progress,
                                     std::stop_token stop)
{
    const auto backend = open();
    if (!backend)
        return failure(backend.error());
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath(QStringLiteral("artifact")).toStdString();
    const std::int64_t most = mostFetched(path);
    std::stop_source enough; // as much as is shown
    const std::stop_callback forward(stop, [&enough] { enough.request_stop(); });
    std::int64_t total = -1;
    const auto report = [&](TransferProgress now) {
        total = std::max(total, now.bytesTotal);
        if (now.bytesDone > most)
            enough.request_stop();
        if (progress)
            progress(now);
    };
    const auto done = (*backend)->downloadArtifact(runId, path, file, report, enough.get_token());
    if (stop.stop_requested())
        return failure(cancelledError());
    std::error_code ignored;
    const bool cut = !done && enough.stop_requested() && std::filesystem::exists(file, ignored);
    if (!done && !cut)
        return failure(done.error());
    return std::make_shared<ArtifactContent>(readArtifactContent(path, file, total, !cut));
}

} // namespace binnacle
