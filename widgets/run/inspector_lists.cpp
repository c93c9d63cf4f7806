#include "widgets/run/inspector_lists.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "widgets/common/buttons.h"
#include "widgets/common/fact_grid.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"
#include "widgets/run/run_edits.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QHeaderView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>

namespace binnacle {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("RunInspector", text);
}

class ValueDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        painter->setFont(option.font);
        painter->fillRect(option.rect, option.state.testFlag(QStyle::State_Selected)
                                           ? theme.accentBackground
                                           : theme.surface);
        painter->setPen(theme.gridLine);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        const QRect room = option.rect.adjusted(4, 0, -4, -1);
        const QString text = index.data().toString();
        const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
        painter->setPen(text == missingText() || (index.column() == 0) ? theme.mutedText
                                                                       : theme.text);
        if (alignment.testFlag(Qt::AlignRight))
            paintTabular(painter, room, text, Qt::AlignRight);
        else
            painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                              QFontMetrics(option.font)
                                  .elidedText(text.simplified(), Qt::ElideMiddle, room.width()));
        painter->restore();
    }
};

void addAttributes(FactGrid& facts, const Run& run)
{
    facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "Run id")), QString::fromStdString(run.id),
              true);
    if (run.startTime) {
        auto* label = facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "Started")),
                                relativeTime(*run.startTime));
        label->setToolTip(exactTime(*run.startTime));
    }
    if (run.startTime && run.endTime)
        facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "Duration")),
                  durationText(*run.endTime - *run.startTime));
    facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "User")), QString::fromStdString(run.userId));
    if (const auto* script = findValue(run.tags, tags::sourceName))
        facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "Script")),
                  QString::fromStdString(*script), true);
    if (const auto* commit = findValue(run.tags, tags::gitCommit))
        facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "Commit")),
                  QString::fromStdString(*commit), true);
    facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "Artifacts")),
              QString::fromStdString(run.artifactUri), true);
    if (const auto* parent = findValue(run.tags, tags::parentRunId))
        facts.add(words(QT_TRANSLATE_NOOP("RunInspector", "Parent run")),
                  QString::fromStdString(*parent), true);
}

void addConflict(QBoxLayout* layout, const Edit& edit, RunEdits* edits, QWidget* parent)
{
    const bool conflict = edit.state == Edit::State::Conflict;
    const QString what = edit.kind == Edit::Kind::Rename
                             ? words(QT_TRANSLATE_NOOP("RunInspector", "the name"))
                             : words(QT_TRANSLATE_NOOP("RunInspector", "the tag %1"))
                                   .arg(QString::fromStdString(edit.key));
    const QString text =
        conflict ? words(QT_TRANSLATE_NOOP("RunInspector",
                                           "The source changed %1 to “%2” after you set “%3”."))
                       .arg(what, QString::fromStdString(edit.serverValue.value_or("")),
                            QString::fromStdString(edit.value))
                 : words(QT_TRANSLATE_NOOP("RunInspector", "The source refused an edit: %1"))
                       .arg(QString::fromStdString(edit.message));
    auto* card = new Card(parent);
    auto* label = new TextLabel(text, TextRole::Warning, card);
    label->setWordWrap(true);
    auto* mine = makeButton(conflict ? words(QT_TRANSLATE_NOOP("RunInspector", "Keep mine"))
                                     : words(QT_TRANSLATE_NOOP("RunInspector", "Send again")),
                            {}, ButtonRole::Secondary, card);
    auto* theirs = makeButton(conflict ? words(QT_TRANSLATE_NOOP("RunInspector", "Take theirs"))
                                       : words(QT_TRANSLATE_NOOP("RunInspector", "Drop the edit")),
                              {}, ButtonRole::Secondary, card);
    QObject::connect(mine, &QPushButton::clicked, edits,
                     [edits, id = edit.id] { edits->resolve(id, true); });
    QObject::connect(theirs, &QPushButton::clicked, edits,
                     [edits, id = edit.id] { edits->resolve(id, false); });
    auto* row = new QHBoxLayout;
    row->addWidget(mine);
    row->addWidget(theirs);
    row->addStretch(1);
    auto* inside = new QVBoxLayout(card);
    inside->addWidget(label);
    inside->addLayout(row);
    layout->addWidget(card);
}

} // namespace

QWidget* makeSearchedTable(QAbstractItemModel* model, const QString& placeholder,
                           const QString& objectName, QWidget* parent)
{
    auto* page = new QWidget(parent);
    auto* search = new SearchField(placeholder, page);
    auto* proxy = new QSortFilterProxyModel(page);
    proxy->setSourceModel(model);
    proxy->setFilterKeyColumn(0);
    proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* table = new QTableView(page);
    table->setObjectName(objectName);
    table->setAccessibleName(placeholder);
    table->setModel(proxy);
    table->setItemDelegate(new ValueDelegate(table));
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(26);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setMinimumSectionSize(40);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->addWidget(search);
    layout->addWidget(table, 1);
    QObject::connect(search, &QLineEdit::textChanged, proxy,
                     &QSortFilterProxyModel::setFilterFixedString);
    return page;
}

QWidget* makeFacts(const RunDetails& details, QWidget* parent)
{
    auto* grid = new FactGrid(parent);
    FactGrid& facts = *grid;
    const Run& run = details.detail.run;
    addAttributes(facts, run);
    if (!run.datasets.empty())
        facts.head(words(QT_TRANSLATE_NOOP("RunInspector", "Datasets")));
    for (const auto& dataset : run.datasets)
        facts.add(QString::fromStdString(dataset.context.empty() ? "–" : dataset.context),
                  QString::fromStdString(dataset.name + "@" + dataset.digest));
    if (!details.models.empty())
        facts.head(words(QT_TRANSLATE_NOOP("RunInspector", "Logged models")));
    for (const auto& model : details.models)
        facts.add(QString::fromStdString(model.name),
                  QString::fromStdString(
                      model.modelType.empty() ? model.id : model.modelType + " · " + model.id));
    return grid;
}

QWidget* makeConflicts(const RunDetails& details, RunEdits* edits, QWidget* parent)
{
    auto* list = new QWidget(parent);
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    bool any = false;
    for (const auto& edit : details.edits) {
        if (edit.state == Edit::State::Pending)
            continue;
        addConflict(layout, edit, edits, list);
        any = true;
    }
    list->setVisible(any);
    return list;
}

} // namespace binnacle
