#pragma once

#include "models/card_spec.h"
#include "models/comparison_columns.h"
#include "models/comparison_scope.h"
#include "models/run_id_stream.h"
#include "widgets/common/labels.h"

#include <QJsonObject>
#include <QVariant>

#include <memory>
#include <vector>

class QPainter;
class QToolButton;

namespace binnacle {

class ComparisonModel;
class EmptyState;
class Prompts;
class SyncService;

// What cards are made with; outlives them.
struct CardContext
{
    ComparisonModel& comparison;
    ComparisonScope& scope;
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<RunQueryEngine> engine;
    WorkerPools& pools;
    SyncService* sync = nullptr;             // may be nullptr
    const std::shared_ptr<Prompts>& prompts; // of the page, which may get others later
};

// One thing that a person can choose about a card. The card's options hold it under `key`; the
// panel of options is built from this list.
struct CardOption
{
    enum class Kind {
        Choice,  // one of `choices`: its value as text
        Column,  // a column of the runs, as columnText()
        Columns, // several, an array
        Metric,  // the key of a metric
        Toggle,  // bool
        Number,  // double between `least` and `most`
        Text,
    };
    struct Value
    {
        QString value, text;
    };
    QString key;
    QString label;
    Kind kind = Kind::Toggle;
    std::vector<Value> choices = {};
    double least = 0, most = 1;
    bool numericOnly = false;  // Column, Columns: only those with numbers
    bool optional = false;     // Column, Metric: may be none
    QJsonValue otherwise = {}; // what holds where the options do not say
    QString group = {};        // head under which it stands; may be empty
};

// Exactly what a card shows, as a table: for CSV and for those who can not see the picture.
struct CardTable
{
    QStringList header;
    std::vector<QVariantList> rows; // a double, a text, or invalid where it is missing
};

// A card of the comparison: a head with title, note and a menu, and a body below. It draws what
// its options say over the runs of the scope, and holds no data of its own.
class ComparisonCard : public Card
{
    Q_OBJECT
public:
    ComparisonCard(const CardContext& context, QWidget* parent);

    const CardSpec& spec() const { return spec_; }
    void setSpec(const CardSpec& spec); // calls applyOptions()

    // What the panel of options offers now.
    virtual std::vector<CardOption> optionList() const { return {}; }
    // What it shows as it is now, in the order shown.
    virtual CardTable table() const = 0;
    // The body as it is now into a picture, SVG or page, with whatever legend it needs.
    virtual void paintBody(QPainter& painter, const QRectF& area) const = 0;

    QString heading() const; // as shown: the person's title, else the card's own
    QString note() const;
    QWidget* grip() const { return grip_; } // the corner by which it is sized

signals:
    // The person chose something in the card itself: to be kept in the layout.
    void optionsEdited(const QJsonObject& options);
    void menuRequested(const QPoint& globalPosition);
    void runActivated(binnacle::RunRowId run);       // to be opened
    void cardWanted(const binnacle::CardSpec& spec); // another card, as of two columns
    void metricChosen(const QString& metric);        // to be shown as lines

protected:
    const CardContext& context() const { return context_; }
    const QJsonObject& options() const { return spec_.options; }
    // Show the options given by options().
    virtual void applyOptions() = 0;
    // Changes one option and says so.
    void editOption(const QString& key, const QJsonValue& value);

    void setBody(QWidget* body); // once, in the constructor
    // The card's own title, and what the picture stands for ("1,000 of 1,000 points").
    void setHeading(const QString& title, const QString& note);
    // A sentence in place of the body; empty: the body.
    void showSentence(const QString& sentence, bool failed = false);

    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override; // Menu key, Shift+F10: the menu

private:
    void refreshHead();

    CardContext context_;
    CardSpec spec_;
    QString ownTitle_;
    ElidedLabel* title_;
    ElidedLabel* note_;
    QToolButton* menu_;
    QWidget* body_ = nullptr;
    EmptyState* empty_;
    QWidget* grip_;
};

} // namespace binnacle
