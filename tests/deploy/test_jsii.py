"""The reader of the generated JavaScript: each shape it knows, and a refusal of one it does not."""

import pytest

from tests.deploy.schema import jsii

ONE_RESOURCE = """
function thingRuleToHclTerraform(struct) {
    const attrs = {
        colour: {
            value: cdktf.stringToHclTerraform(struct.colour),
            isBlock: false,
            type: "simple",
            storageClassType: "string",
        },
    };
}
class ThingRuleOutputReference extends cdktf.ComplexObject {
    get colour() {
        return this.getStringAttribute('colour');
    }
    // seen_at - computed: true, optional: false, required: false
    get seenAt() {
        return this.getStringAttribute('seen_at');
    }
}
class ThingRuleList extends cdktf.ComplexList {
}
class ThingStatusOutputReference extends cdktf.ComplexObject {
    // codes - computed: true, optional: false, required: false
    get codes() {
        return cdktf.Fn.tolist(this.getListAttribute('codes'));
    }
}
class Thing extends cdktf.TerraformResource {
    constructor(scope, id, config) {
        // rule - computed: false, optional: false, required: true
        this._rule = new %(rule)s;
        // status - computed: true, optional: false, required: false
        this._status = new ThingStatusList(this, "status", false);
        // effective_labels - computed: true, optional: false, required: false
        this._effectiveLabels = new cdktf.StringMap(this, "effective_labels");
    }
    get displayName() {
        return this.getStringAttribute('display_name');
    }
    get md5sizes() {
        return this.getNumberListAttribute('md5sizes');
    }
    resetMd5Sizes() {
        this._md5sizes = undefined;
    }
    synthesizeHclAttributes() {
        const attrs = {
            display_name: {
                value: cdktf.stringToHclTerraform(this._displayName),
                isBlock: false,
                type: "simple",
                storageClassType: "string",
            },
            md5sizes: {
                value: cdktf.listMapperHcl(cdktf.numberToHclTerraform, false)(this._md5sizes),
                isBlock: false,
                type: "set",
                storageClassType: "numberList",
            },
            rule: {
                value: cdktf.listMapperHcl(thingRuleToHclTerraform, true)(this._rule.internalValue),
                isBlock: true,
                type: "%(nesting)s",
                storageClassType: "ThingRuleList",
            },
        };
    }
}
"""
MANY, ONCE = 'ThingRuleList(this, "rule", false)', 'ThingRuleOutputReference(this, "rule")'


def thing(rule: str = MANY, nesting: str = "list") -> jsii.Block:
    return jsii.resource_block(ONE_RESOURCE % {"rule": rule, "nesting": nesting})


def test_attributes_carry_their_type_and_who_sets_them() -> None:
    """A digit in a name (md5sizes, resetMd5Sizes) does not make an argument required."""
    assert thing()["attributes"] == {
        "display_name": ["string", "required"],
        "effective_labels": [["map", "string"], "computed"],
        "md5sizes": [["set", "number"], "optional"],
        "status": [["list", ["object", {"codes": ["set", "string"]}]], "computed"],
    }


def test_a_block_holds_what_may_be_set_in_it_and_what_the_provider_sets() -> None:
    attributes = thing()["blocks"]["rule"]["block"]["attributes"]
    assert attributes == {"colour": ["string", "required"], "seen_at": ["string", "computed"]}


@pytest.mark.parametrize(("rule", "most"), [(MANY, 0), (ONCE, 1)])
def test_a_block_occurs_once_or_any_number_of_times(rule: str, most: int) -> None:
    """No limit is written as 0."""
    block = thing(rule)["blocks"]["rule"]
    assert (block["min"], block["max"], block["nesting"]) == (1, most, "list")


def test_a_shape_it_does_not_know_is_refused_not_guessed() -> None:
    with pytest.raises(jsii.NotUnderstood, match="hologram"):
        thing(nesting="hologram")


def test_a_file_without_a_resource_is_refused() -> None:
    with pytest.raises(jsii.NotUnderstood, match="0 classes"):
        jsii.resource_block("class Thing extends cdktf.TerraformDataSource {\n}\n")
