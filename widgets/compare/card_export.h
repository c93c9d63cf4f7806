#pragma once

#include "services/domain/result.h"
#include "widgets/compare/comparison_card.h"

#include <QByteArray>
#include <QDateTime>
#include <QSize>
#include <QStringList>

#include <functional>
#include <vector>

class QObject;

namespace binnacle {

class WorkerPools;

enum class CardFormat { Svg, Png, Pdf, Csv };

QString cardFormatSuffix(CardFormat format); // "svg"
QString cardFormatFilter(CardFormat format); // "SVG (*.svg)", for file dialogs
// "val_loss.svg": a name for the file, from the card's heading.
QString suggestedFile(const ComparisonCard& card, CardFormat format);

// What stands over the cards of a page that is exported.
struct PageHead
{
    QString title;     // "Comparison of 5 runs"
    QStringList lines; // runs, filters
    QDateTime date;
};

// The bytes of a file. On the GUI thread: cards paint themselves, in the theme that is shown. A
// picture has twice as many pixels as `size`; SVG and PDF scale.
QByteArray cardBytes(const ComparisonCard& card, CardFormat format, QSize size);
// All cards on A4 pages, headings above them; at most two cards a page.
QByteArray pagePdf(const std::vector<const ComparisonCard*>& cards, const PageHead& head);

// A table as CSV (RFC 4180): numbers with all their digits, missing as an empty field, a formula
// kept from running in a spreadsheet.
QByteArray cardCsv(const CardTable& table);

// Makes the bytes now and writes them on the pool; `done` hears the error, or an empty text.
void exportCard(const ComparisonCard& card, CardFormat format, const QString& file,
                WorkerPools& pools, QObject* guard, std::function<void(QString)> done);
void exportPage(const std::vector<const ComparisonCard*>& cards, const PageHead& head,
                const QString& file, WorkerPools& pools, QObject* guard,
                std::function<void(QString)> done);

} // namespace binnacle
