#include "app/binnacle/command_palette.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace binnacle {

namespace {

constexpr int rowHeight = 32, mostRows = 10, mostRuns = 8;
constexpr int mostOffered = 60; // a page may have thousands, one for each metric
enum Role { CommandRole = Qt::UserRole, RunRole, HintRole, IconNameRole };

class PaletteDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {0, rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.accentBackground);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 4, 4);
        }
        const QRect row = option.rect.adjusted(10, 0, -10, 0);
        icon(index.data(IconNameRole).toString(), theme.mutedText)
            .paint(painter, QRect(row.left(), row.center().y() - 7, 16, 16));
        const QString hint = index.data(HintRole).toString();
        const int hintRoom = option.fontMetrics.horizontalAdvance(hint);
        painter->setFont(option.font);
        painter->setPen(theme.faintText);
        painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, hint);
        const QRect words = row.adjusted(26, 0, -hintRoom - 12, 0);
        painter->setPen(theme.text);
        painter->drawText(
            words, Qt::AlignVCenter | Qt::AlignLeft,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, words.width()));
        painter->restore();
    }
};

// Every word of the search occurs in the text.
bool matches(const QString& text, const QStringList& words)
{
    for (const QString& word : words) {
        if (!text.contains(word, Qt::CaseInsensitive))
            return false;
    }
    return true;
}

} // namespace

CommandPalette::CommandPalette(QLineEdit* field, QWidget* window)
    : QFrame(window), field_(field), list_(new QListWidget(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    list_->setObjectName(QStringLiteral("commandList"));
    list_->setAccessibleName(tr("Commands and runs"));
    list_->setItemDelegate(new PaletteDelegate(list_));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setUniformItemSizes(true);
    list_->setStyleSheet(QStringLiteral("background: transparent;"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addWidget(list_);
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(24);
    shadow->setOffset(0, 6);
    shadow->setColor(QColor(0, 0, 0, 60));
    setGraphicsEffect(shadow);
    hide();

    field_->installEventFilter(this);
    window->installEventFilter(this);
    connect(field_, &QLineEdit::textEdited, this, &CommandPalette::refresh);
    connect(list_, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { choose(list_->row(item)); });
}

void CommandPalette::searchRuns(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools)
{
    engine_ = std::move(engine);
    pools_ = &pools;
}

void CommandPalette::open()
{
    field_->setFocus(Qt::ShortcutFocusReason);
    field_->selectAll();
    refresh();
}

void CommandPalette::refresh()
{
    const QStringList words = field_->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    list_->clear();
    offered_.clear();
    QList<Command> all = commands_;
    if (pageCommands_ && !words.isEmpty())
        all += pageCommands_();
    for (const Command& command : std::as_const(all)) {
        if (!matches(command.text, words))
            continue;
        auto* item = new QListWidgetItem(command.text, list_);
        item->setData(CommandRole, offered_.size());
        item->setData(HintRole, command.shortcut);
        item->setData(IconNameRole, command.iconName);
        offered_.append(command);
        if (offered_.size() == mostOffered)
            break;
    }
    list_->setCurrentRow(0);
    place();
    search_.cancel();
    if (!engine_ || words.isEmpty())
        return;
    RunQuery query;
    query.freeText = field_->text().toStdString();
    search_.run(
        &pools_->readers, this,
        [engine = engine_, query](std::stop_token stop) -> Result<std::vector<RunRowCells>> {
            auto found = engine->run(query, stop);
            if (!found)
                return failure(found.error());
            if (found->rows.size() > mostRuns)
                found->rows.resize(mostRuns);
            static const std::vector<RunColumn> columns = {
                {RunColumn::Kind::Attribute, "experiment_name", RunColumn::Stat::Last}};
            return engine->cells(found->rows, columns, stop);
        },
        [this](const Result<std::vector<RunRowCells>>& runs) {
            if (runs && field_->hasFocus())
                showRuns(*runs);
        });
}

void CommandPalette::showRuns(const std::vector<RunRowCells>& runs)
{
    for (const RunRowCells& run : runs) {
        auto* item = new QListWidgetItem(QString::fromStdString(run.head.name), list_);
        item->setData(RunRole, QVariant::fromValue<qlonglong>(raw(run.head.row)));
        item->setData(IconNameRole, QStringLiteral("flask-conical"));
        if (!run.cells.empty())
            item->setData(HintRole, QString::fromStdString(run.cells.front().text));
    }
    if (list_->currentRow() < 0)
        list_->setCurrentRow(0);
    place();
}

// Under the field, as wide as it or a little more, inside the window.
void CommandPalette::place()
{
    const int rows = qMin(mostRows, list_->count());
    setVisible(rows > 0 && field_->hasFocus());
    if (rows == 0)
        return;
    QWidget* window = parentWidget();
    const QPoint under = field_->mapTo(window, QPoint(0, field_->height() + 4));
    const int wide = qMax(field_->width(), 360);
    const int left = qBound(8, under.x(), qMax(8, window->width() - wide - 8));
    setGeometry(left, under.y(), wide, rows * rowHeight + 14);
    raise();
}

void CommandPalette::choose(int row)
{
    const QListWidgetItem* item = list_->item(row);
    if (!item)
        return;
    const QVariant command = item->data(CommandRole);
    const QVariant run = item->data(RunRole);
    hide();
    search_.cancel();
    field_->clear();
    field_->clearFocus();
    if (command.isValid())
        offered_[command.toInt()].run();
    else
        emit runChosen(run.toLongLong());
}

bool CommandPalette::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Up: {
        if (!isVisible()) {
            refresh();
            return true;
        }
        const int count = list_->count();
        const int step = key == Qt::Key_Down ? 1 : count - 1;
        if (count > 0)
            list_->setCurrentRow((qMax(0, list_->currentRow()) + step) % count);
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isVisible())
            choose(list_->currentRow());
        return true;
    case Qt::Key_Escape:
        hide();
        field_->clear();
        field_->clearFocus();
        return true;
    default:
        return false;
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == field_) {
        if (event->type() == QEvent::KeyPress)
            return handleKey(static_cast<QKeyEvent*>(event)->key());
        if (event->type() == QEvent::FocusOut) {
            hide();
            search_.cancel();
        } else if (event->type() == QEvent::MouseButtonPress) {
            QMetaObject::invokeMethod(this, &CommandPalette::refresh, Qt::QueuedConnection);
        }
    } else if (event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), spacing::dialogRadius,
                            spacing::dialogRadius);
}

} // namespace binnacle
