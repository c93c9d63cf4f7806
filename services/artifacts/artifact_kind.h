#pragma once

#include <QByteArray>

#include <string>

namespace binnacle {

// How an artifact is shown.
enum class ArtifactKind {
    Text,
    Markdown,
    Html, // shown as text, never as a page
    Json,
    Yaml,
    Csv,
    Tsv,
    Picture, // PNG, JPEG, GIF, BMP
    Svg,
    Parquet,
    Pickle, // never opened: reading one can run what is in it
    Binary,
};

// By the ending of the path and the first bytes of the file (a few hundred are enough). What holds
// a zero byte is no text whatever it is called; what starts as a pickle is one.
ArtifactKind artifactKind(const std::string& path, const QByteArray& head);

bool isTextKind(ArtifactKind kind); // shown as text or made from text: may be cut

// What a binary file is, by its first bytes: "ZIP archive (PyTorch, NumPy .npz)", "Parquet table";
// empty: unknown.
QString binaryFormat(const std::string& path, const QByteArray& head);
// "00000000  89 50 4e 47 …  .PNG…", sixteen bytes a line.
QString hexDump(const QByteArray& bytes);

} // namespace binnacle
