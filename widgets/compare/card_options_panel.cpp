#include "widgets/compare/card_options_panel.h"

#include "widgets/common/buttons.h"
#include "widgets/common/theme.h"
#include "widgets/compare/column_picker.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QScreen>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace binnacle {

namespace {

constexpr int controlWidth = 190, mostHeight = 460; // pixels

std::vector<RunColumn> columnsOf(const QJsonValue& value)
{
    std::vector<RunColumn> columns;
    const QJsonArray texts = value.isArray() ? value.toArray() : QJsonArray{value};
    for (const auto& text : texts)
        if (auto column = columnFromText(text.toString().toStdString());
            column && !text.toString().isEmpty())
            columns.push_back(std::move(*column));
    return columns;
}

} // namespace

CardOptionsPanel::CardOptionsPanel(ComparisonCard& card, ComparisonModel& model, QWidget* parent)
    : QFrame(parent, Qt::Popup), card_(&card), model_(model)
{
    setObjectName(QStringLiteral("cardOptions"));
    setAccessibleName(tr("Options of the card"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    connect(&card, &QObject::destroyed, this, &QWidget::close);
    rebuild();
}

// What is offered can depend on what was chosen.
void CardOptionsPanel::rebuild()
{
    if (!card_)
        return;
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto* form = new QWidget(scroll);
    auto* rows = new QFormLayout(form);
    rows->setContentsMargins(spacing::m, spacing::m, spacing::m, spacing::m);
    rows->setHorizontalSpacing(spacing::l);
    rows->setVerticalSpacing(spacing::s);
    QString group;
    for (const auto& option : card_->optionList()) {
        if (option.group != group && !option.group.isEmpty())
            rows->addRow(new SectionLabel(option.group, form));
        group = option.group;
        const QJsonObject& options = card_->spec().options;
        auto* field = control(option, options.contains(option.key) ? options.value(option.key)
                                                                   : option.otherwise);
        field->setObjectName(QStringLiteral("option_%1").arg(option.key));
        field->setAccessibleName(option.label);
        if (option.kind == CardOption::Kind::Toggle)
            rows->addRow(field);
        else
            rows->addRow(option.label, field);
    }
    scroll->setWidget(form);
    if (form_) {
        layout()->removeWidget(form_);
        form_->hide();
        form_->deleteLater();
    }
    form_ = scroll;
    layout()->addWidget(scroll);
    const QSize wanted = form->sizeHint();
    resize(wanted.width() + 4, std::min(wanted.height() + 4, mostHeight));
}

QWidget* CardOptionsPanel::control(const CardOption& option, const QJsonValue& value)
{
    using Kind = CardOption::Kind;
    switch (option.kind) {
    case Kind::Choice:
        return choiceControl(option, value);
    case Kind::Number:
        return numberControl(option, value);
    case Kind::Column:
    case Kind::Columns:
    case Kind::Metric:
        return columnControl(option, value);
    case Kind::Text: {
        auto* field = new QLineEdit(value.toString(), this);
        connect(field, &QLineEdit::editingFinished, this,
                [this, field, key = option.key] { emit chosen(key, field->text()); });
        return field;
    }
    case Kind::Toggle:
        break;
    }
    auto* box = new QCheckBox(option.label, this);
    box->setChecked(value.toBool());
    connect(box, &QCheckBox::toggled, this, [this, key = option.key](bool on) {
        emit chosen(key, on);
        QTimer::singleShot(0, this, &CardOptionsPanel::rebuild);
    });
    return box;
}

QWidget* CardOptionsPanel::choiceControl(const CardOption& option, const QJsonValue& value)
{
    auto* box = new QComboBox(this);
    box->setMinimumWidth(controlWidth);
    for (const auto& choice : option.choices)
        box->addItem(choice.text, choice.value);
    box->setCurrentIndex(std::max(0, box->findData(value.toString())));
    connect(box, &QComboBox::activated, this, [this, box, key = option.key] {
        emit chosen(key, box->currentData().toString());
        QTimer::singleShot(0, this, &CardOptionsPanel::rebuild);
    });
    return box;
}

QWidget* CardOptionsPanel::numberControl(const CardOption& option, const QJsonValue& value)
{
    auto* box = new QDoubleSpinBox(this);
    box->setRange(option.least, option.most);
    box->setDecimals(option.most - option.least > 10 ? 0 : 2);
    box->setSingleStep((option.most - option.least) / 20);
    box->setValue(value.toDouble(option.least));
    connect(box, &QDoubleSpinBox::valueChanged, this,
            [this, key = option.key](double number) { emit chosen(key, number); });
    return box;
}

QWidget* CardOptionsPanel::columnControl(const CardOption& option, const QJsonValue& value)
{
    QStringList names;
    if (option.kind == CardOption::Kind::Metric && !value.toString().isEmpty())
        names << value.toString();
    else
        for (const auto& column : columnsOf(value))
            names << columnName(column);
    const QString shown = names.isEmpty()     ? tr("None")
                          : names.size() <= 2 ? names.join(QStringLiteral(", "))
                                              : tr("%L1 columns").arg(names.size());
    auto* field = makeButton({}, QStringLiteral("chevron-down"), ButtonRole::Secondary, this);
    field->setText(fontMetrics().elidedText(shown, Qt::ElideMiddle, controlWidth - 40));
    field->setToolTip(names.join(QStringLiteral(", ")));
    field->setMinimumWidth(controlWidth);
    connect(field, &QPushButton::clicked, this,
            [this, option, value, field] { pick(option, value, field); });
    return field;
}

void CardOptionsPanel::pick(const CardOption& option, const QJsonValue& value, QWidget* field)
{
    const bool metric = option.kind == CardOption::Kind::Metric;
    const bool several = option.kind == CardOption::Kind::Columns;
    auto choices = model_.columnChoices();
    if (metric)
        std::erase_if(choices, [](const ComparisonModel::ColumnChoice& choice) {
            return choice.column.kind != RunColumn::Kind::Metric;
        });
    auto* picker =
        new ColumnPicker(std::move(choices), option.numericOnly, option.optional, several, this);
    if (several)
        picker->setChosen(columnsOf(value));
    connect(picker, &ColumnPicker::chosen, this,
            [this, key = option.key, metric, several](const std::vector<RunColumn>& columns) {
                QJsonArray texts;
                for (const auto& column : columns)
                    texts.append(QString::fromStdString(metric ? column.name : columnText(column)));
                emit chosen(key, several ? QJsonValue(texts) : texts.at(0));
            });
    connect(picker, &QObject::destroyed, this, &CardOptionsPanel::rebuild);
    picker->popUp(field);
}

void CardOptionsPanel::popUp(const QPoint& globalPosition)
{
    const QRect screen = card_->screen()->availableGeometry();
    move(std::clamp(globalPosition.x(), screen.left(),
                    std::max(screen.left(), screen.right() - width())),
         std::clamp(globalPosition.y(), screen.top(),
                    std::max(screen.top(), screen.bottom() - height())));
    show();
    if (auto* first = form_->focusWidget() ? form_->focusWidget() : form_->nextInFocusChain())
        first->setFocus(Qt::PopupFocusReason);
}

} // namespace binnacle
